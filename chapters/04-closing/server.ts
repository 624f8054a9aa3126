// 半关闭的回声服务端：听到什么送回什么；等对方说完了，再说最后一句。
//
// 运行：  npx tsx chapters/04-closing/server.ts [端口] [地址]
//         不写就是端口 12000、地址 127.0.0.1；端口写 0，由系统挑一个空闲的。
// 会看到：第一行是它监听的地址和端口；此后每个连接从来到走，各多几行。
//         它不会自己结束，按 Ctrl-C 停下。
// 讲解：  docs/04-closing/index.md，「服务端」一节，编号与这里的相同。

import { createServer, type AddressInfo, type Socket } from 'node:net';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage = '用法：npx tsx chapters/04-closing/server.ts [端口] [地址]';
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
// ① 创建监听套接字，允许半关闭
// 不写 allowHalfOpen，'end' 的监听者一返回，Node 就替我们送 FIN：晚一点再说的
// 话送不出去，也没有 'error'。写了它，什么时候说完由我们定，也只能由我们来说。
const server = createServer({ allowHalfOpen: true }, serve);
const connections = new Set<Socket>();
server.on('error', (error) => {
  if (!server.listening) fail(explain(error));
  // 接受某一个连接时出错，例如文件描述符用完了：别的连接照常。
  console.error(`接受连接时出错（${error.message}），继续等下一个。`);
});
// #endregion step-1

// #region step-2
// ② 绑定端口，开始监听
// 和 02 一样：握手由内核完成，连好的连接排进队伍，等 ③ 来领。
server.listen(port, host, () => {
  const local = server.address() as AddressInfo;
  console.log(`正在监听 ${local.address}:${local.port}（按 Ctrl-C 停下）`);
});
// #endregion step-2

// #region step-3
// ③ 接受连接
// 'error' 当场听上：对方随时可能以 RST 断开，那是它一个人的事。
// 'close' 在两个方向都关上之后才来，不论是怎样关上的，恰好一次。
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
  echo(connection);
  connection.once('end', () => {
    console.log(`${peer} 说完了`);
    // unref：不必为这个计时器留住进程，按了 Ctrl-C 不用等它响。
    setTimeout(() => lastWord(connection), thinkMs).unref();
  });
}

// 还在排队就断开了的，领到时内核已经不记得对方是谁。
function peerOf({ remoteAddress, remotePort }: Socket): string {
  if (remoteAddress === undefined) return '没等到接待的客户端';
  return `${remoteAddress}:${remotePort}`;
}
// #endregion step-3

// #region step-4
// ④ 听到什么，送回什么
// pipe 把读到的每一块写回去；对方听得慢，它就停下不读，内存不会越堆越高。
// 它本来还会在读到 FIN 时替我们 end()；我们还有话说，所以叫它不要。
function echo(connection: Socket): void {
  connection.pipe(connection, { end: false });
}
// #endregion step-4

// #region step-5
// ⑤ 对方说完了，说最后一句
// 真的服务端这时要去查、要去算，这里用半秒代替。连接只剩一个方向：对方不再送
// 数据来，我们的话还照样送得到。end() 先送完前面没送完的和这一句，再送 FIN。
// 漏了它，连接会一直停在 CLOSE-WAIT，套接字一直占着，直到进程结束。
const thinkMs = 500;

function lastWord(connection: Socket): void {
  connection.end(`听完了，一共 ${connection.bytesRead} 字节。\n`);
}
// #endregion step-5

// #region step-6
// ⑥ 关闭
// destroy() 不等谁说完，两个方向一起关。内核的缓冲区里要是还有没读的字节，
// 送出的就不是 FIN，而是 RST。停下服务端的时候，只好这样。
process.once('SIGINT', () => {
  console.log('已停止，端口还给系统。');
  server.close();
  for (const connection of connections) connection.destroy();
});
// #endregion step-6
