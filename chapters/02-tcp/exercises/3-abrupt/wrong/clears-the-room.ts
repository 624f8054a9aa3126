// 应得的诊断：hurts-others
// 看出来的检查：talking
// 想错的地方：一个连接出错，就请所有的人出去。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let arrived = 0;
const everyone = new Set<Socket>();

function serve(connection: Socket): void {
  arrived += 1;
  const number = arrived;
  console.log(`来了 ${number}`);
  everyone.add(connection);
  connection.on('error', (error) => {
    console.error(`第 ${number} 个断开了：${error.message}`);
    for (const one of everyone) one.destroy();
  });
  connection.once('close', () => console.log(`走了 ${number}`));
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
