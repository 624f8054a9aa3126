// 练习 02-tcp/3：有人摔门走了
// 运行：npx tsx answers/02-tcp/3-abrupt.ts 端口
// 检查：npm run learn check 02-tcp/3
//
// 现在的回声室里，人人都好好地走，它就好好的；有一个人断开（RST），它就崩溃。

import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let arrived = 0;

function serve(connection: Socket): void {
  arrived += 1;
  const number = arrived;
  console.log(`来了 ${number}`);
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
  // 还没有做：断开的人，也要好好地送走。
  connection.once('end', () => console.log(`走了 ${number}`));
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
