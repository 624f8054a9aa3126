// 应得的诊断：never-reads
// 看出来的检查：memory
// 想错的地方：说完就不再读，他送不完，也走不掉。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const maxLineBytes = 1000;
const lineFeed = 0x0a;

function serve(connection: Socket): void {
  let length = 0;
  let dismissed = false;
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    for (let start = 0; start < chunk.length && !dismissed; ) {
      const found = chunk.indexOf(lineFeed, start);
      const end = found < 0 ? chunk.length : found;
      length += end - start;
      start = end + 1;
      if (length > maxLineBytes) {
        dismissed = true;
        connection.end('太长了\n');
        connection.pause();
      } else if (found >= 0) {
        connection.write(`${length}\n`);
        length = 0;
      }
    }
  });
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
