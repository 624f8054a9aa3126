// 应得的诊断：frees-twice
// 看出来的检查：both
// 想错的地方：以为 'end' 和 'error' 只会来一个，两处都减。
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let seated = 0;

const server = createServer((connection) => {
  if (seated === 3) {
    connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
    connection.end('人满了\n');
    connection.resume();
    return;
  }
  seated += 1;
  console.log(`在座 ${seated}`);
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
  const leave = (): void => {
    seated -= 1;
    console.log(`在座 ${seated}`);
  };
  connection.on('end', leave);
  connection.on('error', leave);
});

server.on('error', (error) => console.error(`监听不了：${error.message}`));
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
