// 应得的诊断：per-chunk
// 看出来的检查：every-split
// 想错的地方：最后一个 `+++` 后面的没有留下，后半份来的时候前半份已经没有了。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    const telegrams = chunk.toString().split('+++').slice(0, -1);
    for (const telegram of telegrams) connection.write(`${telegram.split(' ').length}\n`);
  });
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
