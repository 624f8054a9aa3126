// TCP 大写服务端：接受连接，读一块字节，变成大写送回去，然后结束这个连接。
//
// 运行：  npx tsx chapters/02-tcp/server.ts [端口] [地址]
//         不写就是端口 12000、地址 127.0.0.1；端口写 0，由系统挑一个空闲的。
// 会看到：第一行是它监听的地址和端口；此后每个连接从来到走，各多一行。
//         它不会自己结束，按 Ctrl-C 停下。
// 讲解：  docs/02-tcp/index.md，「服务端」一节，编号与这里的 ① 至 ⑥ 相同。

import { isUtf8 } from 'node:buffer';
import { createServer, type AddressInfo, type Socket } from 'node:net';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage = '用法：npx tsx chapters/02-tcp/server.ts [端口] [地址]';
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
// ① 创建监听套接字
// 它只管一件事：等人来。真正说话的是 ③ 里另外生出来的连接套接字。
// 和 UDP 一样，这时内核还没有动；内核里的套接字要到 ② 才有。
const server = createServer(serve);
const connections = new Set<Socket>();
server.on('error', (error) => {
  if (!server.listening) fail(explain(error));
  // 接受某一个连接时出错，例如文件描述符用完了：别的连接照常。
  console.error(`接受连接时出错（${error.message}），继续等下一个。`);
});
// #endregion step-1

// #region step-2
// ② 绑定端口，开始监听
// 从这一刻起，内核替我们完成三次握手，把连好的连接排进队伍，等 ③ 来领。
// 所以客户端「连上了」，只说明内核接待了它，不说明程序已经知道。
server.listen(port, host, () => {
  const local = server.address() as AddressInfo;
  console.log(`正在监听 ${local.address}:${local.port}（按 Ctrl-C 停下）`);
});
// #endregion step-2

// #region step-3
// ③ 接受连接
// 每个客户端一个新的套接字，端口却还是 12000：区分它们的是对方的那一半。
// 'error' 要在这里当场听上：对方突然断开，晚一步就会让整个服务端崩溃。
function serve(connection: Socket): void {
  const peer = peerOf(connection);
  console.log(`${peer} 连上了`);
  connections.add(connection);
  connection.on('error', (error) => {
    console.error(`${peer} 的连接断了（${error.message}）`);
  });
  connection.once('close', () => {
    connections.delete(connection);
    console.log(`${peer} 走了`);
  });
  connection.once('data', (chunk) => answer(connection, chunk));
}

// 还在排队就断开了的，领到时内核已经不记得对方是谁。
function peerOf({ remoteAddress, remotePort }: Socket): string {
  if (remoteAddress === undefined) return '没等到接待的客户端';
  return `${remoteAddress}:${remotePort}`;
}
// #endregion step-3

// #region step-4
// ④ 读一块，转成大写
// 字节流没有边界：这一块可能是半句话，也可能是两句。教科书的客户端不写换行，
// 也不说「我说完了」就等应答，服务端只能读到一块就当作一句。
// 这是错的，只是在本机碰巧成立；第 03 章会修好它。
function upperCase(chunk: Buffer): Buffer {
  if (!isUtf8(chunk)) return chunk;
  return Buffer.from(chunk.toString('utf8').toUpperCase(), 'utf8');
}
// #endregion step-4

// #region step-5
// ⑤ 应答，然后说「我说完了」
// end() 先把应答送完，再送出 FIN：对方读到 FIN，就知道应答到此为止。
// 对方后来说的话不看，但要读走：留着不读，关闭时内核会改发 RST，
// 应答可能被它冲掉；也等不到对方的 FIN，连接就一直占着。
function answer(connection: Socket, chunk: Buffer): void {
  connection.end(upperCase(chunk));
  connection.resume();
}
// #endregion step-5

// #region step-6
// ⑥ 关闭
// close() 只是不再接待新人，已经连上的还在；要它们也走，得一个一个断开。
process.once('SIGINT', () => {
  console.log('已停止，端口还给系统。');
  server.close();
  for (const connection of connections) connection.destroy();
});
// #endregion step-6
