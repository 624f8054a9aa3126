// 应得的诊断：misreads-size
// 看出来的检查：pieces
// 想错的地方：以为第一块里总有完整的一行。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const limitBytes = 1000;

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有人断开了：${error.message}`));
  connection.once('data', (chunk) => {
    const [line = ''] = chunk.toString('latin1').split('\n');
    const size = Number(line);
    let received = chunk.length - line.length - 1;
    const look = (): void => {
      if (received >= size) connection.end(`收下 ${size} 字节\n`);
    };
    connection.on('data', (more) => {
      received += more.length;
      if (size <= limitBytes) look();
    });
    if (size > limitBytes) connection.end(`太大，最多 ${limitBytes} 字节\n`);
    else look();
  });
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
