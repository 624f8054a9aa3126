// 回声服务端：收到什么，就寄回什么。
//
// 运行：  npx tsx chapters/01-echo/server.ts [端口] [地址]
// 会看到：第一行是它绑定的地址和端口；按 Ctrl-C 停下。
// 讲解：  docs/01-echo/index.md，「服务端」一节。

import { createSocket } from 'node:dgram';

// #region shell
// 外壳：读参数。
const usage = '用法：npx tsx chapters/01-echo/server.ts [端口] [地址]';
const [portText = '12000', host = '127.0.0.1', ...rest] = process.argv.slice(2);
const port = Number(portText);
if (Number.isNaN(port) || rest.length > 0) {
  fail(`端口写成 0 到 65535。${usage}`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function explain(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `端口 ${port} 已被别的程序占用：换一个再运行。`;
    default:
      return `系统不让这样做（${error.message}）。`;
  }
}
// #endregion shell

// #region step-1
// ① 创建套接字
// 这一步只造出一个对象，内核还没有动；它到 close() 为止。
const socket = createSocket('udp4');
socket.on('error', (error) => fail(explain(error)));
// #endregion step-1

// #region step-2
// ② 绑定端口
// 内核从这里起把寄到这个端口的报文交给它。
socket.on('message', (request, sender) => {
  const from = `${sender.address}:${sender.port}`;
  console.log(`来自 ${from}：收到 ${request.length} 字节`);
  socket.send(request, sender.port, sender.address);
});
socket.bind(port, host, () => {
  const local = socket.address();
  console.log(`已绑定 ${local.address}:${local.port}`);
});
// #endregion step-2
