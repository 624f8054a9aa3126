// 练习 03-framing/2：留言板
// 运行：npx tsx answers/03-framing/2-empty-lines.ts 端口
// 检查：npm run learn check 03-framing/2
//
// 现在的程序切得出每一行，空行却都丢掉了，所以不知道一条留言到哪里为止。

import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let rest = '';
let lines = 0;

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  const parts = (rest + chunk).split('\n');
  rest = parts.pop() ?? '';
  for (const line of parts) {
    // 还没有做：空行是一条留言的结尾，到这里要打印「第 K 条：N 行」。
    if (line === '') continue;
    lines += 1;
    console.log(`听到一行，一共 ${lines} 行了`);
  }
});

socket.on('error', (error) => {
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
