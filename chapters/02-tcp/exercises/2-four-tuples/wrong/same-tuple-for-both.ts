// 应得的诊断：not-flipped
// 看出来的检查：silent
// 想错的地方：以为一个连接只有一个四元组，两头看到的一样。
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let accepted = 0;

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  accepted += 1;
  const here = `${connection.localAddress}:${connection.localPort}`;
  const there = `${connection.remoteAddress}:${connection.remotePort}`;
  console.log(`连接 ${accepted}：本地 ${here}，远端 ${there}`);
  connection.end(`你这一头：本地 ${here}，远端 ${there}\n`);
  // 客户端说的话用不着，但要读走：留着不读，就等不到它的 FIN，连接一直占着。
  connection.resume();
});

server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
