// 长度前缀协议的服务端：一帧一问，一帧一答；内容里什么字节都可以有。
//
// 运行：  npx tsx chapters/03-framing/length-prefix/server.ts [端口] [地址]
//         不写就是端口 12000、地址 127.0.0.1；端口写 0，由系统挑一个空闲的。
// 会看到：第一行是它监听的地址和端口；此后每个连接从来到走，各多一行。
//         没有把话说完的、一帧太长的，也各有一行。按 Ctrl-C 停下。
// 讲解：  docs/03-framing/index.md，「长度前缀协议：服务端」一节，编号相同。

import { createServer, type AddressInfo, type Socket } from 'node:net';
import { upperCase } from '../upper-case.ts';
import { encodeFrame, FrameDecoder, maxBytes, TooLong } from './decoder.ts';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage =
  '用法：npx tsx chapters/03-framing/length-prefix/server.ts [端口] [地址]';
const [portText = '12000', host = '127.0.0.1', ...rest] = process.argv.slice(2);
const port = Number(portText);
if (!/^\d{1,5}$/.test(portText) || port > 65535) {
  fail(`端口要写成 0 到 65535 的整数，不能是「${portText}」。${usage}`);
}
if (rest.length > 0) fail(`参数多了：${rest.join(' ')}。${usage}`);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

// 系统只给一个错误码，读者要的是：出了什么事，接下来怎么办。
function explain(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `端口 ${port} 已被别的程序占用：先停掉它，或换一个端口再运行。`;
    case 'EACCES':
      return `系统不让用端口 ${port}：请换一个 1024 以上的，例如 23456。`;
    case 'EADDRNOTAVAIL':
      return `这台机器没有地址 ${host}：写 127.0.0.1，或本机网卡的地址。`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `查不到主机名「${host}」的地址：请检查拼写，或直接写 IP 地址。`;
    default:
      return `系统不让这样做（${error.code ?? error.message}）。${usage}`;
  }
}
// #endregion shell

// #region step-1
// ① 监听
// 和行协议的一字不差。两边按什么约定说话，内核不知道，也不管：
// 它送的都是字节。约定写在两边的程序里，两边各写各的，写得不同就说不上话。
const server = createServer({ allowHalfOpen: true }, serve);
const connections = new Set<Socket>();
server.on('error', (error) => {
  if (!server.listening) fail(explain(error));
  console.error(`接受连接时出错（${error.message}），继续等下一个。`);
});
server.listen(port, host, () => {
  const local = server.address() as AddressInfo;
  console.log(`正在监听 ${local.address}:${local.port}（按 Ctrl-C 停下）`);
});
// #endregion step-1

// #region step-2
// ② 一个连接，一个解码器
// 换了约定，换的只是解码器：它记着报了多长、到了多少。
// 也是每个连接各有一个。帧没有记号可找，串了一个字节，后面就全错了。
// 'drain' 是说积着的都送出去了，③ 里停下的，从这里接着读。
type Guest = { connection: Socket; peer: string; decoder: FrameDecoder };

function serve(connection: Socket): void {
  const { remoteAddress = '来了又走的', remotePort = '' } = connection;
  const peer = `${remoteAddress}:${remotePort}`;
  const decoder = new FrameDecoder(maxBytes);
  const guest = { connection, peer, decoder };
  console.log(`${peer} 连上了`);
  connections.add(connection);
  // 'error' 要当场听上，一个客户端突然断开，不能连累别人。
  connection.on('error', (error) => {
    console.error(`${peer} 的连接断了（${error.message}）`);
  });
  connection.on('data', (chunk) => read(guest, chunk));
  connection.on('drain', () => connection.resume());
  connection.once('end', () => finish(guest));
  connection.once('close', () => console.log(`${peer} 走了`));
  connection.once('close', () => connections.delete(connection));
}
// #endregion step-2

// #region step-3
// ③ 读一块，有几帧答几帧
// 一块的末尾也许只有长度的前两个字节，也许长度齐了，内容只有一半：
// 都由解码器留到下一块。空的一帧也是一问，也有一答，答的也是空的。
// 内容里的换行只是内容。应答要先变成大写，才知道有多长，才写得出长度。
// 对方只问不听的时候，同样先不读他，他的话留在内核里，不占我们的内存。
// 报得太长的那一帧前面还有几帧，先答完。
function read({ connection, peer, decoder }: Guest, chunk: Buffer): void {
  if (connection.writableEnded) return; // 已经请他走了：读走，不看
  const answers: Buffer[] = [];
  let reason: string | undefined;
  try {
    decoder.push(chunk, (it) => answers.push(encodeFrame(upperCase(it))));
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    reason = error.message;
  }
  if (!connection.write(Buffer.concat(answers))) connection.pause();
  if (reason !== undefined) dismiss(connection, peer, reason);
}
// #endregion step-3

// #region step-4
// ④ 不守约定的，说明原因，请他走
// 四个字节最大能报四十多亿。报得太大，一个字节的内容也不必等，马上就说。
// 行协议还能跳到下一个换行，从那里接着读；这里不行：不信这个数，就不知道下一帧
// 从哪里开始。所以只能结束这个连接，别的照常。后来的话读走不看，也不陪太久。
const lingerMs = 1000;

function dismiss(connection: Socket, peer: string, reason: string): void {
  console.error(`${peer} 没有守约定：${reason}`);
  connection.end(encodeFrame(reason));
  connection.resume();
  const timer = setTimeout(() => connection.destroy(), lingerMs);
  connection.once('close', () => clearTimeout(timer));
}
// #endregion step-4

// #region step-5
// ⑤ 读到 FIN
// 报了五个字节，只来了三个，就是没有说完：三个字节不能当作一帧。
// 长度自己断在中间，也是一样。手里一个字节也没有，才是说齐了，
// 这时我们也送 FIN；没有说齐的，他还在听，说给他听。
function finish({ connection, peer, decoder }: Guest): void {
  if (connection.writableEnded) return;
  const { pendingBytes } = decoder;
  if (pendingBytes === 0) connection.end();
  else dismiss(connection, peer, `最后一帧不齐，只有 ${pendingBytes} 字节。`);
}
// #endregion step-5

// #region step-6
// ⑥ 关闭
// 不再接待新人，已经连上的也断开。没有答完的不等了：按 Ctrl-C 的人不想等。
process.once('SIGINT', () => {
  console.log('已停止，端口还给系统。');
  server.close();
  for (const connection of connections) connection.destroy();
});
// #endregion step-6
