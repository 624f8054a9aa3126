// 练习 03-framing/3：说个没完的人。
// 运行：npx tsx answers/03-framing/3-flood.ts
// 检查：npm run learn check 03-framing/3
//
// 待写：现在的程序会做什么，缺哪一步。

import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  // 还没有做：打印「收到」和大写的这一行。
  void line;
}
