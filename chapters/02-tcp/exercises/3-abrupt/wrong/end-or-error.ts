// 应得的诊断：leaves-twice
// 看出来的检查：both
// 想错的地方：以为 'end' 和 'error' 只会来一个，两处都打印。
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let arrived = 0;

const server = createServer((connection) => {
  arrived += 1;
  const number = arrived;
  console.log(`来了 ${number}`);
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
  connection.once('end', () => console.log(`走了 ${number}`));
  connection.once('error', () => console.log(`走了 ${number}`));
});

server.on('error', (error) => console.error(`监听不了：${error.message}`));
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
