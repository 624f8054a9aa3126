// 应得的诊断：mark-cut
// 看出来的检查：every-split
// 想错的地方：攒着的都在，可是只看新来的一块里有没有 `+++`。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

function serve(connection: Socket): void {
  let rest = '';
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    rest += chunk.toString();
    if (!chunk.toString().includes('+++')) return;
    const telegrams = rest.split('+++');
    rest = telegrams.pop() ?? '';
    for (const telegram of telegrams) connection.write(`${telegram.split(' ').length}\n`);
  });
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
