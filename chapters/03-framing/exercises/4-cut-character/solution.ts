// 练习 03-framing/4 的一份答案。
//
// 待写：为什么这样写。
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  console.log(`收到 ${line.toUpperCase()}`);
}
