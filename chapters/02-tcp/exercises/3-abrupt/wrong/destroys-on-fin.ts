// 应得的诊断：cut-off
// 看出来的检查：long
// 想错的地方：对方说完了就把连接拆掉，没有送完的应答也没有了。
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let arrived = 0;

const server = createServer({ allowHalfOpen: true }, (connection) => {
  arrived += 1;
  const number = arrived;
  console.log(`来了 ${number}`);
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
  connection.on('end', () => connection.destroy());
  connection.on('close', () => console.log(`走了 ${number}`));
});

server.on('error', (error) => console.error(`监听不了：${error.message}`));
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
