// 应得的诊断：not-told
// 看出来的检查：fourth
// 想错的地方：以为 `maxConnections` 会替你告诉第四个人。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const maxSeated = 3;
let seated = 0;

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  seat(connection);
}

function seat(connection: Socket): void {
  seated += 1;
  console.log(`在座 ${seated}`);
  connection.once('close', () => {
    seated -= 1;
    console.log(`在座 ${seated}`);
  });
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
}

const server = createServer(serve);
server.maxConnections = maxSeated;
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
