// 应得的诊断：per-chunk
// 看出来的检查：every-split
// 想错的地方：在每一块里按 `+++` 切，没有收完的半份也算了一份。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    for (const telegram of chunk.toString().split('+++').filter(Boolean)) {
      connection.write(`${telegram.split(' ').length}\n`);
    }
  });
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
