// 练习 03-framing/3：说个没完的人
// 运行：npx tsx answers/03-framing/3-flood.ts 端口
// 检查：npm run learn check 03-framing/3
//
// 现在的程序量得对，可是没有上限：一直不换行，它就一直存着。

import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

function serve(connection: Socket): void {
  let held = Buffer.alloc(0);
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    // 还没有做：一行超过 1000 字节，告诉他「太长了」，请他走。
    held = Buffer.concat([held, chunk]);
    for (let end = held.indexOf('\n'); end >= 0; end = held.indexOf('\n')) {
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
