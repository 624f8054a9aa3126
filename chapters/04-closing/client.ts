// 半关闭的回声客户端：把话说完，送出 FIN，再把对方的话听完。
//
// 运行：  先在另一个终端里启动服务端，再运行
//         npx tsx chapters/04-closing/client.ts [端口] [地址]
//         不写就是端口 12000、地址 127.0.0.1，与服务端相同。
// 会看到：打一行，回一行。按 Ctrl-D 表示说完，服务端说最后一句，程序结束。
//         没有收全，有一行说明，退出码 1。（Windows 的终端说不出「完」，
//         用管道：echo hello | npx tsx chapters/04-closing/client.ts）
// 讲解：  docs/04-closing/index.md，「客户端」一节，编号与这里的相同。

import { Socket } from 'node:net';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage = '用法：npx tsx chapters/04-closing/client.ts [端口] [地址]';
const [portText = '12000', host = '127.0.0.1', ...rest] = process.argv.slice(2);
const port = Number(portText);
if (!/^\d{1,5}$/.test(portText) || port < 1 || port > 65535) {
  fail(`端口要写成 1 到 65535 的整数，不能是「${portText}」。${usage}`);
}
if (rest.length > 0) fail(`参数多了：${rest.join(' ')}。${usage}`);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

// 系统只给一个错误码，读者要的是：出了什么事，接下来怎么办。
function explain(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return `${host}:${port} 拒绝了连接：那里没有程序在监听，先启动服务端。`;
    case 'ECONNRESET':
    case 'EPIPE':
      return '连接被对方断开，应答没有收完。';
    case 'ETIMEDOUT':
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return `到不了 ${host}：请检查地址，以及这台机器是否连着网。`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `查不到主机名「${host}」的地址：请检查拼写，或直接写 IP 地址。`;
    default:
      return `系统不让这样做（${error.code ?? error.message}）。${usage}`;
  }
}
// #endregion shell

// #region step-1
// ① 创建套接字
// 客户端不必允许半关闭：先说完的是它，用不着在对方的 FIN 之后再说话。
const socket = new Socket();
socket.on('error', (error) => fail(explain(error)));
// #endregion step-1

// #region step-2
// ② 建立连接
// 连上了才开始听键盘：服务端没有运行的话，马上就知道，不必白打一行字。
socket.connect(port, host, () => {
  const local = `${socket.localAddress}:${socket.localPort}`;
  const remote = `${socket.remoteAddress}:${socket.remotePort}`;
  console.log(`已连接：本地 ${local}，远端 ${remote}`);
  console.log('想说几行说几行，说完按 Ctrl-D：');
  speak();
});
// #endregion step-2

// #region step-3
// ③ 边读边送
// 输入有多长，事先不知道：读到一块，送一块。pipe 也管快慢，对方来不及听，
// 键盘和管道就先等着。一个字节也没有就到了结尾，说明没有东西可送。
function speak(): void {
  process.stdin.pipe(socket, { end: false });
  process.stdin.once('end', () => {
    if (sentBytes() === 0) fail('没有读到任何输入，没有东西可送。请打一行字。');
    sayDone();
  });
}

// 写进套接字的字节数，包括还在排队、没有交给内核的。
function sentBytes(): number {
  return socket.bytesWritten;
}
// #endregion step-3

// #region step-4
// ④ 说「我说完了」
// end() 等前面的都送出，再让内核送 FIN。它只关我们说的方向，听的方向还开着。
// 这里不能用 destroy()：两个方向一起关，还在路上的应答就没有人收了。
function sayDone(): void {
  console.log('说完了，接着听。');
  socket.end();
}
// #endregion step-4

// #region step-5
// ⑤ 听到对方也说完
// 来一块就原样写到屏幕上，不解码，汉字切在哪里都不要紧。'end' 只说明对方
// 不再说了，不说明话是完整的。收没收全，由约定来判断：我们先说完，回声与
// 送出的一样长，后面还有一句，以换行结束。
let heardBytes = 0;
let lastByte: number | undefined;
socket.on('data', (chunk) => {
  heardBytes += chunk.length;
  lastByte = chunk.at(-1);
  process.stdout.write(chunk);
});
socket.once('end', () => {
  const saidAll = socket.writableEnded;
  const isWhole = saidAll && heardBytes > sentBytes() && lastByte === 0x0a;
  const told = `送出 ${sentBytes()} 字节，听回 ${heardBytes} 字节`;
  if (!isWhole) fail(`没有收全：${told}，对方就不再说了。`);
  console.log(`收全了：${told}。`);
});
// #endregion step-5

// #region step-6
// ⑥ 关闭
// 两个 FIN 都到了，连接才结束。先送 FIN 的是我们，所以 TIME-WAIT 留在我们这边，
// 由内核看着，程序尽管走。对方先走的时候，键盘不再读，进程才能结束。
socket.once('close', () => process.stdin.destroy());
process.once('SIGINT', () => socket.destroy());
// #endregion step-6
