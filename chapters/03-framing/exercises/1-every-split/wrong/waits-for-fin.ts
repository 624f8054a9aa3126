// 应得的诊断：waits-for-fin
// 看出来的检查：at-once
// 想错的地方：攒到对方送来 FIN 才一起应答。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

function serve(connection: Socket): void {
  let rest = '';
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    rest += chunk.toString();
  });
  connection.on('end', () => {
    const telegrams = rest.split('+++').slice(0, -1);
    connection.end(telegrams.map((telegram) => `${telegram.split(' ').length}\n`).join(''));
  });
}

const server = createServer({ allowHalfOpen: true }, serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
