// 应得的诊断：cut-off
// 看出来的检查：together
// 想错的地方：送完就把整个连接拆掉，客户端接着说的话换来了 RST。
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let count = 0;

const server = createServer((connection) => {
  count += 1;
  const number = count;
  const local = `${connection.localAddress}:${connection.localPort}`;
  const remote = `${connection.remoteAddress}:${connection.remotePort}`;
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  console.log(`连接 ${number}：本地 ${local}，远端 ${remote}`);
  connection.write(`你这一头：本地 ${remote}，远端 ${local}\n`);
  connection.destroy();
});

server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
