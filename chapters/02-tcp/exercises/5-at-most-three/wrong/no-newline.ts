// 应得的诊断：no-newline
// 看出来的检查：fourth
// 想错的地方：以为送一次就是一行，不用写换行。
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let seated = 0;

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  if (seated === 3) {
    connection.end('人满了');
    connection.resume();
    return;
  }
  seated += 1;
  console.log(`在座 ${seated}`);
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
  connection.on('close', () => {
    seated -= 1;
    console.log(`在座 ${seated}`);
  });
});

server.on('error', (error) => console.error(`监听不了：${error.message}`));
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
