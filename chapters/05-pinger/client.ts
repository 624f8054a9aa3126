// UDP pinger：寄出十个 ping，量每一个的往返时间，最后像 ping 命令那样统计。
//
// 运行：  先在另一个终端里启动服务端，再运行
//         npx tsx chapters/05-pinger/client.ts [端口] [地址] [间隔毫秒]
//         不写就是端口 12000、地址 127.0.0.1、每 400 毫秒寄一个。
// 会看到：每个 ping 一行结果，最后两行统计；按 Ctrl-C，就统计到那时为止。
// 讲解：  docs/05-pinger/index.md，「客户端」一节，编号与这里的 ① 至 ⑥ 相同。

import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { Book, describe } from './book.ts';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage =
  '用法：npx tsx chapters/05-pinger/client.ts [端口] [地址] [间隔毫秒]';
const [portText = '12000', host = '127.0.0.1', gapText = '400', ...rest] =
  process.argv.slice(2);
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
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return `没有通往 ${host} 的路：请检查地址，以及这台机器是否连着网。`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `查不到主机名「${host}」的地址：请检查拼写，或直接写 IPv4 地址。`;
    default:
      return `系统不让这样做（${error.code ?? error.message}）。${usage}`;
  }
}
// #endregion shell

// #region step-1
// ① 查出服务端的地址
// 与 01 一样，只查一次。要寄几个、等多久，是这个程序自己的主张，UDP 没有规定。
const pingCount = 10;
const replyTimeoutMs = 1000;
const gapMs = Number(gapText);
if (!/^\d{1,5}$/.test(gapText)) {
  fail(`间隔要写成毫秒数，0 到 99999，不能是「${gapText}」。${usage}`);
}
const server = await lookup(host, { family: 4 }).catch((error) => {
  fail(explain(error));
});
if (server.family !== 4) fail(`「${host}」不是 IPv4 地址，这里只认 IPv4。`);
// #endregion step-1

// #region step-2
// ② 创建套接字，connect 到服务端
// UDP 的 connect 不寄任何报文，只是请内核记下对方是谁。从此别人寄来的由内核
// 挡在门外，01 里核对来源的那几行不必再写；对方那里没有人，内核也会来说。
// 它说不出退回的是哪一个 ping，所以账上只记「退过」，让那一个自己超时。服务端
// 也许一会儿就来，不值得放弃；可是没有人听这个 'error'，进程就崩溃。
const socket = createSocket('udp4');
socket.on('error', failOrRefused);
socket.once('connect', start);
socket.connect(port, server.address);

function failOrRefused(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ECONNREFUSED') fail(explain(error));
  if (!book.refuse()) return;
  console.log('对方的端口上没有人（ECONNREFUSED），接着寄');
}
// #endregion step-2

// #region step-3
// ③ 每隔一会儿寄一个，带上序号和时刻
// 不等上一个的应答：网络慢的时候，路上会同时有好几个，靠序号分清。
// 时刻取自单调时钟，它只往前走。Date.now() 是墙上的钟，会被人、被对时程序
// 拨动，拨一下，两次相减就是胡话。寄之前先记账：应答不会比账先到。
const book = new Book();
const timers: NodeJS.Timeout[] = [];

function start(): void {
  console.log(`ping ${server.address}:${port}，每 ${gapMs} 毫秒一个`);
  sendPing(1, performance.now());
}

function sendPing(number: number, startedAtMs: number): void {
  const now = performance.now();
  socket.send(book.send(number, now), (error) => error && failOrRefused(error));
  timers.push(setTimeout(() => giveUp(number), replyTimeoutMs));
  if (number === pingCount) return;
  // 从头算起，不从现在算起：这一个寄晚了一点，不会让后面的都晚。
  const waitMs = Math.max(0, startedAtMs + number * gapMs - now);
  timers.push(setTimeout(sendPing, waitMs, number + 1, startedAtMs));
}
// #endregion step-3

// #region step-4
// ④ 应答来了，看它答的是哪一个
// 来的先后不说明它是谁的。序号在账上，内容也是原样，才是我们的；已经答过的
// 又来一份，是重复；等满一秒以后才来，是迟到。量时刻要赶在一切之前：先看钟，
// 再解码、对账、打印，自己花的时间才不会算进往返里。
socket.on('message', (message) => {
  const now = performance.now();
  const entry = book.receive(message.toString('utf8'), now);
  if (entry === undefined) return console.log('收到一个对不上账的报文，不理会');
  console.log(describe(entry));
  finishWhenSettled();
});
// #endregion step-4

// #region step-5
// ⑤ 等满一秒，当作丢了
// 每个 ping 有自己的计时器，从它寄出时算起，别人的应答不影响它。
// 请求丢了，应答丢了，或者只是慢：在这一刻分不出来，只能记作没有等到。
// 账还留着：它要是后来到了，④ 才认得出那是迟到，不是别的 ping 的应答。
function giveUp(number: number): void {
  if (!book.timeOut(number)) return;
  console.log(`第 ${number} 个：超时，等了 1 秒没有应答`);
  finishWhenSettled();
}
// #endregion step-5

// #region step-6
// ⑥ 统计，关闭套接字
// 与 ping 命令一样：一个应答也没有，退出码是 1，别的程序靠它知道通不通。
// 按 Ctrl-C 不算失败，统计到此为止。计时器都要取消，有一个还没有响，进程就
// 不走；套接字一关，临时端口还给系统，之后才来的应答再也没有人收。
process.once('SIGINT', close);

function finishWhenSettled(): void {
  if (book.settled < pingCount) return;
  if (book.received === 0) process.exitCode = 1;
  close();
}

function close(): void {
  process.off('SIGINT', close);
  for (const timer of timers) clearTimeout(timer);
  console.log(`--- ${server.address}:${port} 的统计 ---`);
  for (const line of book.summary()) console.log(line);
  socket.close();
}
// #endregion step-6
