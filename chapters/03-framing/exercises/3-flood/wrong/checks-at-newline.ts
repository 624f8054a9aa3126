// 应得的诊断：no-limit
// 看出来的检查：flood
// 想错的地方：换行来了才量，不换行就一直存着。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const maxLineBytes = 1000;
const lineFeed = 0x0a;

function serve(connection: Socket): void {
  let held = Buffer.alloc(0);
  let dismissed = false;
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    if (dismissed) return;
    held = Buffer.concat([held, chunk]);
    for (let end = held.indexOf(lineFeed); end >= 0; end = held.indexOf(lineFeed)) {
      if (end > maxLineBytes) {
        dismissed = true;
        connection.end('太长了\n');
        return;
      }
      connection.write(`${end}\n`);
      held = held.subarray(end + 1);
    }
  });
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
