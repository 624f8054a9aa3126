// 行协议的客户端：每输入一行就问一次，应答来一个打印一个，连接从头到尾是一个。
//
// 运行：  先在另一个终端里启动服务端，再运行
//         npx tsx chapters/03-framing/lines/client.ts [端口] [地址]
//         不写就是端口 12000、地址 127.0.0.1，与服务端相同。
// 会看到：输入一行，应答一行。按 Ctrl-D 说完，应答都到齐了，
//         程序结束。少一个，有一行说明，退出码 1。
// 讲解：  docs/03-framing/index.md，「行协议：客户端」一节，编号相同。

import { Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import { maxGrowth } from '../upper-case.ts';
import { encodeLine, maxBytes } from './decoder.ts';
import { TextLineDecoder } from './text.ts';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage =
  '用法：npx tsx chapters/03-framing/lines/client.ts [端口] [地址]';
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
      return `连接被对方断开，还有 ${waiting} 个应答没有收到。`;
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
// ① 建立连接
// 问了几句、还有几句没有答，自己数着。TCP 保证送到的字节不缺不乱，
// 不保证对方答完了才走；FIN 来的时候，靠这个数知道齐了没有。
let asked = 0;
let waiting = 0;
// 连上了才请人输入：连不上，就不必白打一行字。
const socket = new Socket();
socket.on('error', (error) => fail(explain(error)));
socket.connect(port, host, () => {
  console.log(`已连接 ${socket.remoteAddress}:${socket.remotePort}`);
  readLines();
});
// #endregion step-1

// #region step-2
// ② 每读一行输入，就送一行
// 键盘、管道都行。末尾没有换行的半行也算一行，送出去的总有换行：
// 没有它，服务端就一直等着。不等应答就可以问下一句，应答按问的先后来。
// 输入到头，就送 FIN：我问完了，还听着。还没有一行就到头，是没有东西可问。
let keyboard: Interface | undefined;

function readLines(): void {
  keyboard = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt: '',
  });
  // 在终端里，Ctrl-C 先到 readline 这里。
  keyboard.once('SIGINT', () => socket.destroy());
  keyboard.on('line', send);
  keyboard.once('close', () => {
    keyboard = undefined;
    if (socket.destroyed) return; // 是 ⑤ 关的，不是输入到了头
    if (asked === 0) fail('没有读到任何输入，没有东西可发。请输入一行字。');
    socket.end();
  });
  console.log('请输入小写英文，一行一问；问完按 Ctrl-D：');
}

// 服务端不收的，不必送去碰壁。write 返回 false，是说送不出去的已经不少了，
// 先停下不读输入；送出去了（'drain'）再接着读。
function send(line: string): void {
  asked += 1;
  const bytes = encodeLine(line);
  if (bytes.length - 1 > maxBytes) {
    fail(`这一行有 ${bytes.length - 1} 字节，最多 ${maxBytes} 字节。`);
  }
  waiting += 1;
  if (!socket.write(bytes)) keyboard?.pause();
}
socket.on('drain', () => keyboard?.resume());
// #endregion step-2

// #region step-3
// ③ 取出应答
// 应答是要打印的，解码器直接交出文字。上限比问的大：变成大写，字节可能变多。
// 一块里也许有几个应答，也许只有半个：半行、半个字都由解码器留着。
// 服务端也可能是错的，或者根本不是我们要找的那一个：太长的应答不收。
const decoder = new TextLineDecoder(maxGrowth * maxBytes);
socket.on('data', (chunk) => {
  try {
    decoder.push(chunk, (line) => {
      waiting -= 1;
      console.log(`应答：${line}`);
    });
  } catch (error) {
    fail(`服务端没有守约定：${(error as Error).message}`);
  }
});
// #endregion step-3

// #region step-4
// ④ 读到 FIN，看齐了没有
// 对方的程序说完了，或者崩溃了，内核送来的可能都是 FIN，从这里分不清。
// 所以 'end' 不等于完整：半行应答、少了的应答，都要说出来，退出码 1。
// 我们还没有说完，他先走了，也要说一声，不然打字的人不知道没有人在听。
// 都齐了，什么也不必说。
socket.once('end', () => {
  const { pendingBytes } = decoder;
  if (pendingBytes > 0) fail(`应答断了，最后 ${pendingBytes} 字节没有换行。`);
  if (waiting > 0) fail(`服务端先结束了，还有 ${waiting} 个应答没有收到。`);
  if (keyboard) fail('服务端结束了连接。');
});
// #endregion step-4

// #region step-5
// ⑤ 关闭
// 两个方向都送过 FIN，连接就关上了（'close'）；标准输入也关上，进程才能结束。
// 按下 Ctrl-C 时不等应答，直接断开，以 0 退出。
socket.once('close', () => {
  keyboard?.close();
  process.stdin.destroy();
});
process.once('SIGINT', () => socket.destroy());
// #endregion step-5
