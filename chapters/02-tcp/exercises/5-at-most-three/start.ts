// 练习 02-tcp/5：只有三把椅子
// 运行：npx tsx answers/02-tcp/5-at-most-three.ts 端口
// 检查：npm run learn check 02-tcp/5
//
// 现在的程序来者不拒，而且人走了，数也不减。

import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let seated = 0;

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  // 还没有做：满了三个，告诉新来的，请他回去。
  seated += 1;
  console.log(`在座 ${seated}`);
  // 还没有做：走的人，椅子要空出来。
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
