// 行协议的服务端：一行一问，一行一答；一个连接上问多少行都行。
//
// 运行：  npx tsx chapters/03-framing/lines/server.ts [端口] [地址]
//         不写就是端口 12000、地址 127.0.0.1；端口写 0，由系统挑一个空闲的。
// 会看到：第一行是它监听的地址和端口；此后每个连接从来到走，各多一行。
//         没有把话说完的、一行太长的，也各有一行。按 Ctrl-C 停下。
// 讲解：  docs/03-framing/index.md，「行协议：服务端」一节，编号相同。

import { createServer, type AddressInfo, type Socket } from 'node:net';
import { upperCase } from '../upper-case.ts';
import { encodeLine, LineDecoder, maxBytes, TooLong } from './decoder.ts';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage =
  '用法：npx tsx chapters/03-framing/lines/server.ts [端口] [地址]';
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
// 和 02 一样，监听套接字只等人来，内核替它握手。
// allowHalfOpen 是说：对方送来 FIN，我们这一头还开着，由我们自己来关。
// 不写它，'end' 的监听者一返回，Node 就替我们也送 FIN。⑤ 里的话当场就说，还
// 来得及；哪天要等一等才有话说，就来不及了，那是第 04 章的题目。
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
// 半行话要留到下一块，所以解码器记着东西。它写在函数里面，每接受一个连接就有
// 新的一个：几个客户端共用一个，甲的前半句会接上乙的后半句。
// 'drain' 是说积着的都送出去了，③ 里停下的，从这里接着读。
type Guest = { connection: Socket; peer: string; decoder: LineDecoder };

function serve(connection: Socket): void {
  const { remoteAddress = '来了又走的', remotePort = '' } = connection;
  const peer = `${remoteAddress}:${remotePort}`;
  const decoder = new LineDecoder(maxBytes);
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
// ③ 读一块，有几行答几行
// 一块里也许有好几行，也许一行也没有齐；断在哪里由内核说了算，解码器不在乎。
// 应答合起来写一次。写几次、对方分几块读到，没有约定，也不必约定。
// 对方只问不听，应答就堆在我们这里：write 返回 false 是说已经不少了，先不读他，
// 他的话就留在内核里，再满了，他那边也写不动。内存不会越堆越多。
// 太长的那一行前面还有几行，先答完，再说。
function read({ connection, peer, decoder }: Guest, chunk: Buffer): void {
  if (connection.writableEnded) return; // 已经请他走了：读走，不看
  const answers: Buffer[] = [];
  let reason: string | undefined;
  try {
    decoder.push(chunk, (line) => answers.push(encodeLine(upperCase(line))));
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
// end 送完这句话，再送 FIN。他后来的话还要读走，只是不看：留着不读就关，
// 内核会改发 RST，这句话可能被冲掉。也不能陪他一辈子：过一会儿还不走，就断开。
// 只动这一个连接，别的照常。
const lingerMs = 1000;

function dismiss(connection: Socket, peer: string, reason: string): void {
  console.error(`${peer} 没有守约定：${reason}`);
  connection.end(encodeLine(reason));
  connection.resume();
  const timer = setTimeout(() => connection.destroy(), lingerMs);
  connection.once('close', () => clearTimeout(timer));
}
// #endregion step-4

// #region step-5
// ⑤ 读到 FIN
// FIN 只说「不再有了」，不说「齐了」。手里还有半行，就是没有说完：
// 也许他忘了换行，也许他正要说「转账 100 元」，只说到「转账 1」。不能当作一行。
// 他还在听，说给他听；都说齐了的，我们也送 FIN。
function finish({ connection, peer, decoder }: Guest): void {
  if (connection.writableEnded) return;
  const { pendingBytes } = decoder;
  if (pendingBytes === 0) connection.end();
  else dismiss(connection, peer, `最后 ${pendingBytes} 字节没有换行，不算。`);
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
