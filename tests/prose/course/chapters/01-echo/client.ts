// 回声客户端：寄出一个报文，打印应答。
//
// 运行：  npx tsx chapters/01-echo/client.ts [端口] [地址]
// 会看到：应答出现，程序结束。
// 讲解：  docs/01-echo/index.md，「客户端」一节。

import { createSocket } from 'node:dgram';

// #region shell
// 外壳：读参数。
const usage = '用法：npx tsx chapters/01-echo/client.ts [端口] [地址]';
const [portText = '12000', host = '127.0.0.1', ...rest] = process.argv.slice(2);
const port = Number(portText);
if (Number.isNaN(port) || port < 1 || rest.length > 0) {
  fail(`端口写成 1 到 65535。${usage}`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function explain(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EMSGSIZE':
      return '这一行太长，一个报文装不下。';
    default:
      return `系统不让这样做（${error.message}）。`;
  }
}
// #endregion shell

// #region step-1
// ① 寄出报文
// 目的地址由程序写，源地址由内核写。
// 应答来了就关上，进程随后结束。
const socket = createSocket('udp4');
socket.once('message', (answer) => {
  console.log(`应答：${answer.toString('utf8')}`);
  socket.close();
});
socket.send('hello', port, host, (error) => {
  if (error) fail(explain(error));
});
// #endregion step-1
