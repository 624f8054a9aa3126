// 应得的诊断：takes-it
// 看出来的检查：too-big
// 想错的地方：多大都收下。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有人断开了：${error.message}`));
  let received = Buffer.alloc(0);
  const hear = (chunk: Buffer): void => {
    received = Buffer.concat([received, chunk]);
    const newline = received.indexOf('\n');
    if (newline < 0) return;
    const size = Number(received.subarray(0, newline).toString('latin1'));
    if (received.length - newline - 1 >= size) accept(size);
  };
  const accept = (size: number): void => {
    connection.off('data', hear);
    connection.end(`收下 ${size} 字节\n`);
    connection.resume();
  };
  connection.on('data', hear);
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
