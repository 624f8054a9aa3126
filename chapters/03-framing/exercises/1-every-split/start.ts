// 练习 03-framing/1：电报局
// 运行：npx tsx answers/03-framing/1-every-split.ts 端口
// 检查：npm run learn check 03-framing/1
//
// 现在的程序以为一块里的电报总是完整的。

import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    // 还没有做：没有收完的电报，要等下一块来接上。
    for (const telegram of chunk.toString().split('+++')) {
      if (telegram === '') continue;
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
