// 练习 02-tcp/1：串了线的录音棚
// 运行：npx tsx answers/02-tcp/1-shared-global.ts 端口
// 检查：npm run learn check 02-tcp/1
//
// 现在的程序只有一盘带子。一个人来录没有问题，两个人同时来录就串了。

import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let speaker: Socket;
let tape = '';

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  speaker = connection;
  tape = '';
  connection.on('data', (chunk) => {
    tape += chunk.toString('utf8');
  });
  connection.on('end', () => {
    speaker.end(tape.toUpperCase());
  });
}

// allowHalfOpen：客户端说完了（FIN），我们这一头还开着，好把录音送还给它。
const server = createServer({ allowHalfOpen: true }, serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
