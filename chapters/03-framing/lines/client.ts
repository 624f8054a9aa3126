// 行协议的客户端：每输入一行就问一次，应答来一个打印一个，连接从头到尾是一个。
//
// 运行：  先在另一个终端里启动服务端，再运行
//         npx tsx chapters/03-framing/lines/client.ts [端口] [地址]
//         不写就是端口 12000、地址 127.0.0.1，与服务端相同。
// 会看到：输入一行，应答一行。按 Ctrl-D（Windows 上是 Ctrl-Z 再按回车）说完，
//         应答都到齐了，程序结束。少一个，有一行说明，退出码 1。
// 讲解：  docs/03-framing/index.md，「行协议：客户端」一节，编号相同。

import { Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import {
  encodeLine,
  LineDecoder,
  maxAnswerBytes,
  maxLineBytes,
} from './decoder.ts';

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
// 问了几句、答了几句，自己数：FIN 来的时候，靠它知道齐了没有。
let asked = 0;
let waiting = 0;
const socket = new Socket();
socket.on('error', (error) => fail(explain(error)));
socket.connect(port, host, () => {
  const local = `${socket.localAddress}:${socket.localPort}`;
  const remote = `${socket.remoteAddress}:${socket.remotePort}`;
  console.log(`已连接：本地 ${local}，远端 ${remote}`);
  readLines();
});
// #endregion step-1

// #region step-2
// ② 每读一行输入，就送一行
// 键盘、管道都行，末尾没有换行的半行也算一行；送出去的总有换行。
// 输入到头就送 FIN：我问完了，还听着。
let keyboard: Interface | undefined;

function readLines(): void {
  keyboard = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt: '',
  });
  keyboard.once('SIGINT', () => socket.destroy());
  keyboard.on('line', send);
  keyboard.once('close', () => {
    keyboard = undefined;
    if (asked === 0) fail('没有读到任何输入，没有东西可发。请输入一行字。');
    socket.end();
  });
  console.log('请输入小写英文，一行一问；问完按 Ctrl-D：');
}

// 服务端不收的，不必送去碰壁。网络慢的时候 write 返回 false，先不读键盘。
function send(line: string): void {
  asked += 1;
  const bytes = encodeLine(line);
  if (bytes.length - 1 > maxLineBytes) {
    fail(`这一行有 ${bytes.length - 1} 字节，最多 ${maxLineBytes} 字节。`);
  }
  waiting += 1;
  if (!socket.write(bytes)) keyboard?.pause();
}
socket.on('drain', () => keyboard?.resume());
// #endregion step-2

// #region step-3
// ③ 取出应答
// 读到的一块里也许有几个应答，也许只有半个；整行了才打印。
const decoder = new LineDecoder(maxAnswerBytes);
socket.on('data', (chunk) => {
  try {
    decoder.push(chunk, (line) => {
      waiting -= 1;
      console.log(`应答：${line.toString('utf8')}`);
    });
  } catch (error) {
    fail(`服务端没有守约定：${(error as Error).message}`);
  }
});
// #endregion step-3

// #region step-4
// ④ 读到 FIN，看齐了没有
// 'end' 不等于完整：半行应答、少了的应答，都要说出来。
socket.once('end', () => {
  const { pendingBytes } = decoder;
  if (pendingBytes > 0) fail(`应答断在半行：最后 ${pendingBytes} 字节没有换行。`);
  if (waiting > 0) fail(`服务端先结束了，还有 ${waiting} 个应答没有收到。`);
  if (keyboard) fail('服务端结束了连接。');
});
// #endregion step-4

// #region step-5
// ⑤ 关闭
// 两个方向都送过 FIN，连接就关上了。按下 Ctrl-C 时不等应答，直接断开，以 0 退出。
socket.once('close', () => {
  keyboard?.removeAllListeners();
  process.stdin.destroy();
});
process.once('SIGINT', () => socket.destroy());
// #endregion step-5
