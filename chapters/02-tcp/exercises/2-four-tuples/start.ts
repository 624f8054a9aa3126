// 练习 02-tcp/2：一个连接，两个四元组
// 运行：npx tsx answers/02-tcp/2-four-tuples.ts 端口
// 检查：npm run learn check 02-tcp/2
//
// 现在的程序只知道来了人，说不出是哪个连接，也不给来的人写条子。

import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  // 还没有做：编号，两头的地址和端口。
  console.log('连接来了');
  // 还没有做：把客户端那一头的四元组送给它。
  connection.end();
});

server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
