// 应得的诊断：prints-too-often
// 看出来的检查：fourth
// 想错的地方：有人被请回去，也报一次在座几个。
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let seated = 0;

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  if (seated === 3) {
    console.log(`在座 ${seated}`);
    connection.end('人满了\n');
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
