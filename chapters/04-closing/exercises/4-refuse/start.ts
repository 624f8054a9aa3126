// 练习 04-closing/4：不收大件
// 运行：npx tsx answers/04-closing/4-refuse.ts 端口
// 检查：npm run learn check 04-closing/4
//
// 现在的程序，说完「太大」就关窗，那句话常常没有人听到。

import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const limitBytes = 1000;

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有人断开了：${error.message}`));
  let received = Buffer.alloc(0);
  const hear = (chunk: Buffer): void => {
    received = Buffer.concat([received, chunk]);
    const newline = received.indexOf('\n');
    if (newline < 0) return;
    const size = Number(received.subarray(0, newline).toString('latin1'));
    if (size > limitBytes) refuse();
    else if (received.length - newline - 1 >= size) accept(size);
  };
  const refuse = (): void => {
    // 还没有做：他还在往里递，要让他听得见。
    connection.off('data', hear);
    connection.end(`太大，最多 ${limitBytes} 字节\n`, () => connection.destroy());
  };
  const accept = (size: number): void => {
    connection.off('data', hear);
    connection.end(`收下 ${size} 字节\n`);
    connection.resume();
  };
  connection.on('data', hear);
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
