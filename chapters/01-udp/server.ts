// UDP 大写服务端：收到一个报文，把里面的字母变成大写，再发回给寄来的人。
//
// 运行：  npx tsx chapters/01-udp/server.ts [端口] [地址]
//         不写就是端口 12000、地址 127.0.0.1；端口写 0，由系统挑一个空闲的。
// 会看到：第一行是它绑定的地址和端口；此后每收到一个报文，多一行。
//         它不会自己结束，按 Ctrl-C 停下。
// 讲解：  docs/01-udp/index.md，「服务端」一节，编号与这里的 ① 至 ⑥ 相同。

import { isUtf8 } from 'node:buffer';
import { createSocket, type RemoteInfo } from 'node:dgram';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage = '用法：npx tsx chapters/01-udp/server.ts [端口] [地址]';
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
      return `查不到主机名「${host}」的地址：请检查拼写，或直接写 IPv4 地址。`;
    case 'EINVAL':
      return `「${host}」在这里不能用：这一章的程序只认 IPv4 地址。`;
    default:
      return `系统不让这样做（${error.code ?? error.message}）。${usage}`;
  }
}
// #endregion shell

// #region step-1
// ① 创建套接字
// 这一步只在 Node 里造出一个对象。内核还没有动：没有套接字，也没有端口。
// 'error' 必须有人听着。② 的 bind 带着回调，没有人听，绑定失败就悄悄结束，
// 一个字也不说；绑定以后没有人听，一个 'error' 就让整个进程崩溃。
const socket = createSocket('udp4');
let bound = false;
socket.on('error', (error) => {
  if (!bound) fail(explain(error));
  // 绑定以后的错误只关系到某一个报文，不值得赔上整个服务。
  console.error(`接收时出错（${error.message}），继续等下一个报文。`);
});
// #endregion step-1

// #region step-2
// ② 绑定端口
// 到这里内核才建立套接字，并记下「到 127.0.0.1、端口 12000 的报文归它」。
// 客户端要先知道往哪里寄，所以服务端的端口必须事先说好，不能任凭系统分配。
// 只绑定 127.0.0.1，别的机器就寄不进来；要让它们寄进来，地址写 0.0.0.0。
socket.bind(port, host, () => {
  bound = true;
  const local = socket.address();
  const place = `${local.address}:${local.port}`;
  console.log(`已绑定 ${place}，等待报文（按 Ctrl-C 停下）`);
});
// #endregion step-2

// #region step-3
// ③ 接收报文
// Python 会停在 recvfrom 里等；Node 登记一个回调就往下走，来一个报文叫它一次。
// 内核保持报文的边界：一次回调恰好是对方的一次 send，不多也不少。
// 寄信人的地址由对方的系统写在报文上，这里的 client 就是它。
socket.on('message', (request, client) => {
  reply(upperCase(request), client);
});
// #endregion step-3

// #region step-4
// ④ 转成大写
// 网络上走的是字节，字母是字节按 UTF-8 解出来的。不是 UTF-8 就解不出字母，
// 硬解会把读不懂的字节换成 U+FFFD，再也换不回来；所以原样送还。
function upperCase(request: Buffer): Buffer {
  if (!isUtf8(request)) return request;
  return Buffer.from(request.toString('utf8').toUpperCase(), 'utf8');
}
// #endregion step-4

// #region step-5
// ⑤ 发回应答
// 目的地址由程序写，每发一次写一次：这个套接字并没有和谁连着。
// 源地址由系统写，就是 ② 绑定的那一个，所以客户端认得出是谁在回答。
// 回调不是「对方收到了」，只是「内核接下了」；发不出去的原因也在这里得知。
function reply(answer: Buffer, client: RemoteInfo): void {
  const from = `${client.address}:${client.port}`;
  // RFC 768 允许发送方不留端口（写 0）。没有端口就没有地方可以回。
  if (client.port === 0) {
    console.error(`来自 ${from}：对方没有留下端口，无法应答。`);
    return;
  }
  socket.send(answer, client.port, client.address, (error) => {
    const sizes = `收到 ${client.size} 字节，应答 ${answer.length} 字节`;
    const what = `来自 ${from}：${sizes}`;
    if (!error) console.log(what);
    else console.error(`${what}，发不出去（${error.message}）。`);
  });
}
// #endregion step-5

// #region step-6
// ⑥ 关闭套接字
// close() 把端口还给系统。事件循环里没有别的事了，进程随后以 0 退出。
process.once('SIGINT', () => {
  console.log('已停止，端口还给系统。');
  socket.close();
});
// #endregion step-6
