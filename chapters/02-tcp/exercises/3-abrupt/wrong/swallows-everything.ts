// 应得的诊断：swallows
// 看出来的检查：talking
// 想错的地方：程序崩溃了，就在进程那里把所有的错误都接住，不管是谁的。
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let arrived = 0;

process.on('uncaughtException', (error) => console.error(`出错了，不管它：${error.message}`));

const server = createServer((connection) => {
  arrived += 1;
  const number = arrived;
  console.log(`来了 ${number}`);
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
  connection.on('close', () => console.log(`走了 ${number}`));
});

server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
