// 应得的诊断：mixed
// 看出来的检查：two-at-once
// 想错的地方：留着的东西记在函数外面，几个人的电报接到了一起。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

let rest = '';

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    const telegrams = (rest + chunk.toString()).split('+++');
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
