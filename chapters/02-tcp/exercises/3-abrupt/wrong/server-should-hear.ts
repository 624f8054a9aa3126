// 应得的诊断：unhandled-error
// 看出来的检查：talking
// 想错的地方：以为 `server` 会听到它的连接出的错。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let arrived = 0;

function serve(connection: Socket): void {
  arrived += 1;
  const number = arrived;
  console.log(`来了 ${number}`);
  connection.once('close', () => console.log(`走了 ${number}`));
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
