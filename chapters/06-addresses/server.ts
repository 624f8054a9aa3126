// 看门的：在你说的地址上监听，每来一个人，告诉他敲的是哪个地址，他又是谁。
//
// 运行：  npx tsx chapters/06-addresses/server.ts [端口] [地址] [ipv6Only]
//         不写就是端口 12000、地址 127.0.0.1；端口写 0，由系统挑一个空闲的。
//         地址试试 0.0.0.0、::1、::，以及 :: ipv6Only。
// 会看到：前两行是它监听的地址，和这个地址接待谁；此后每个连接一行。
//         它不会自己结束，按 Ctrl-C 停下。
// 讲解：  docs/06-addresses/index.md，「服务端」一节，
//         编号与这里的 ① 至 ⑤ 相同。

import { createServer, type AddressInfo, type Socket } from 'node:net';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage =
  '用法：npx tsx chapters/06-addresses/server.ts [端口] [地址] [ipv6Only]';
const [portText = '12000', host = '127.0.0.1', only, ...rest] =
  process.argv.slice(2);
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
      return `${host} 的端口 ${port} 用不了：有别的套接字占着，换一个端口。`;
    case 'EACCES':
      return `系统不让用端口 ${port}：请换一个 1024 以上的，例如 23456。`;
    case 'EADDRNOTAVAIL':
      return `这台机器没有地址 ${host}：写 127.0.0.1，或本机网卡的地址。`;
    case 'EAFNOSUPPORT':
      return '这台机器没有 IPv6：地址写 127.0.0.1 或 0.0.0.0。';
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
// 一句话说完就走，不等对方开口；对方说的也要读走，不然关闭时内核会改发 RST。
const server = createServer(greet);
const connections = new Set<Socket>();
server.on('error', (error) => {
  if (!server.listening) fail(explain(error));
  console.error(`接受连接时出错（${error.message}），继续等下一个。`);
});
// #endregion step-1

// #region step-2
// ② 绑定一个地址，开始监听
// 地址决定谁敲得开：内核拿报文段上的目的地址来比，对不上，端口再对也不收。
// `::` 另有一个开关：关着（默认），连 IPv4 也收；写了 ipv6Only，就只收 IPv6。
// 写主机名也行，可是只绑定查到的第一个地址，别的地址上没有人。
if (only !== undefined && only !== 'ipv6Only') {
  fail(`最后只能写 ipv6Only，不能是「${only}」。${usage}`);
}
server.listen({ port, host, ipv6Only: only === 'ipv6Only' }, () => {
  const local = server.address() as AddressInfo;
  console.log(`正在监听 ${end(local.address, local.port)}（按 Ctrl-C 停下）`);
  console.log(`端口 ${local.port} 接待：${guests(local.address)}`);
});
// #endregion step-2

// #region step-3
// ③ 说出这个地址接待谁
// 全是零的两个地址不是真的地址，意思是「本机的每一个」；它们只能用来监听。
function guests(address: string): string {
  if (address === '0.0.0.0') return '寄到本机任何一个 IPv4 地址的';
  if (address !== '::') return `只有寄到 ${address} 的`;
  if (only) return '寄到本机任何一个 IPv6 地址的';
  return '寄到本机任何一个地址的，IPv6 和 IPv4 都算';
}

// IPv6 地址里有冒号，和端口写在一起会分不清，所以包上方括号（RFC 3986）。
// 还没有领到就断开的，内核已经不记得它是谁，地址和端口都是空的。
function end(address = '没等到接待的客户端', at = 0): string {
  return address.includes(':') ? `[${address}]:${at}` : `${address}:${at}`;
}
// #endregion step-3

// #region step-4
// ④ 告诉对方：你敲的是哪个地址，你是谁
// 两个都从连接套接字上取，是内核照握手的报文段记下的，不是监听时写的那一个。
// 监听 `::` 而对方走 IPv4，内核就把它的地址装进 IPv6 的格子，前面添 `::ffff:`。
function greet(connection: Socket): void {
  connections.add(connection);
  connection.on('error', (error) => {
    console.error(`有一个连接断了（${error.message}）`);
  });
  connection.once('close', () => connections.delete(connection));
  const { localAddress, remoteAddress, remotePort } = connection;
  console.log(`${end(remoteAddress, remotePort)} 敲的是 ${localAddress}`);
  connection.end(`敲的是 ${localAddress}，来自 ${remoteAddress}\n`);
  connection.resume();
}
// #endregion step-4

// #region step-5
// ⑤ 关闭
// 监听套接字一关，这个端口就没有人监听了。刚结束的连接是我们先说完的，
// 还留着 TIME-WAIT：设了 SO_REUSEADDR 的（Unix 上 Node 总是设）马上可以再绑定。
process.once('SIGINT', () => {
  console.log('已停止，端口还给系统。');
  server.close();
  for (const connection of connections) connection.destroy();
});
// #endregion step-5
