// TCP 大写客户端：连上服务端，送去一行字，把大写的应答打印出来。
//
// 运行：  先在另一个终端里启动服务端，再运行
//         npx tsx chapters/02-tcp/client.ts [端口] [地址]
//         不写就是端口 12000、地址 127.0.0.1，与服务端相同。
// 会看到：先是连接的两端；输入一行字，大写的应答随即出现，程序结束。
//         服务端没有运行，马上有一行说明，退出码 1。
// 讲解：  docs/02-tcp/index.md，「客户端」一节，编号与这里的 ① 至 ⑥ 相同。

import { Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage = '用法：npx tsx chapters/02-tcp/client.ts [端口] [地址]';
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
// 没有 bind：客户端的端口由系统在 ② 连接时挑一个。
const socket = new Socket();
socket.on('error', (error) => fail(explain(error)));
// #endregion step-1

// #region step-2
// ② 建立连接
// 三次握手由内核完成：SYN，SYN+ACK，ACK。'connect' 说的是握手完成，
// 对方的程序此刻也许还没有领走这个连接。01 的客户端不握手，没有人能拒绝它。
socket.connect(port, host, () => {
  const local = `${socket.localAddress}:${socket.localPort}`;
  const remote = `${socket.remoteAddress}:${socket.remotePort}`;
  console.log(`已连接：本地 ${local}，远端 ${remote}`);
  readLine();
});
// #endregion step-2

// #region step-3
// ③ 读一行输入
// 输入可以来自键盘，也可以来自管道；末尾没有换行的半行也算一行。
// 还没有一行就到了结尾，说明没有东西可发，不能悄悄地以 0 退出。
let keyboard: Interface | undefined;

function readLine(): void {
  keyboard = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt: '',
  });
  keyboard.once('close', noInput);
  keyboard.once('SIGINT', () => socket.destroy());
  keyboard.once('line', (line) => {
    stopReading();
    send(line);
  });
  console.log('请输入一行小写英文，按回车发送：');
}

function noInput(): void {
  fail('没有读到任何输入，没有东西可发。请输入一行字，再按回车。');
}

// 一行就够了。管道的另一头可能还开着，不关上标准输入，进程会一直等它。
function stopReading(): void {
  keyboard?.off('close', noInput);
  keyboard?.close();
  process.stdin.destroy();
}
// #endregion step-3

// #region step-4
// ④ 写进字节流
// 不写目的地址：连接的两端在 ② 已经定好。换行也送去：TCP 没有空的报文，
// 一个字节也不送，对方就什么也读不到，双方会一直等下去。
function send(line: string): void {
  socket.write(`${line}\n`);
}
// #endregion step-4

// #region step-5
// ⑤ 读应答，直到 FIN
// 应答可能分成几块到达，汉字也可能被切开；setEncoding 把半个字留到下一块。
// 到哪里才算完，由对方的 FIN 说了算，它来了就是 'end'。
// 去掉末尾的一个换行：console.log 自己会写一个。
let answer = '';
socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  answer += chunk;
});
socket.once('end', () => {
  if (answer === '') fail('服务端没有应答就结束了连接。');
  console.log(`应答：${answer.replace(/\r?\n$/, '')}`);
});
// #endregion step-5

// #region step-6
// ⑥ 关闭
// 对方先说完，我们的 FIN 由 Node 自动送出，两个方向都关上才是 'close'。
// 还没有打字对方就挂断了，也走到这里：键盘不再读，进程才能结束。
// 按下 Ctrl-C 时不等对方，直接断开，以 0 退出。
socket.once('close', stopReading);
process.once('SIGINT', () => socket.destroy());
// #endregion step-6
