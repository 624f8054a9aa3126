// 有毛病的 UDP 服务端：收到 ping，变成大写寄回去；会丢、会慢、会重复。
//
// 运行：  npx tsx chapters/05-pinger/server.ts [端口] [地址] [毛病]
//         不写就是端口 12000、地址 127.0.0.1、没有毛病；端口写 0，由系统挑。
//         毛病写成 loss=30,delay=5-1200,duplicate=10,reorder=10,seed=7。
// 会看到：前两行是它绑定的地址和要添的毛病；此后每收到一个报文，说出它的命运。
//         它不会自己结束，按 Ctrl-C 停下。
// 讲解：  docs/05-pinger/index.md，「服务端」一节，编号与这里的 ① 至 ⑥ 相同。

import { isUtf8 } from 'node:buffer';
import { createSocket, type RemoteInfo } from 'node:dgram';
import { Departures } from './departures.ts';
import { fates, parseFaults, type Fate } from './faults.ts';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage =
  '用法：npx tsx chapters/05-pinger/server.ts [端口] [地址] [毛病]';
const [portText = '12000', host = '127.0.0.1', faultText = '', ...rest] =
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
// ① 决定有哪些毛病
// 真的网络什么时候丢、丢哪一个，谁也说不准，也就没有办法再看一遍。
// 这里由种子决定：第 n 个到达的报文得到哪一种命运，每次运行都一样。
// 一个数展开成一串数，看起来毫无规律，其实一步一步都是算出来的。
const nextFate = fates(parseFaults(faultText, fail));
const departures = new Departures();
// #endregion step-1

// #region step-2
// ② 创建套接字，绑定端口
// 毛病是程序演的：内核把每一个报文都好好地交了上来。本机的回环平时不丢包，
// 不演，就等不到要看的事。服务端没有 connect：谁来问都答，一个套接字够了。
const socket = createSocket('udp4');
let bound = false;
socket.on('error', (error) => {
  if (!bound) fail(explain(error));
  // 绑定以后的错误只关系到某一个报文，不值得赔上整个服务。
  console.error(`接收时出错（${error.message}），继续等下一个报文。`);
});
socket.bind(port, host, () => {
  bound = true;
  const local = socket.address();
  const place = `${local.address}:${local.port}`;
  console.log(`已绑定 ${place}，等待报文（按 Ctrl-C 停下）`);
  console.log(faultText === '' ? '没有毛病' : `毛病：${faultText}`);
});
// #endregion step-2

// #region step-3
// ③ 收到一个，看它的命运
// 丢，就是收下以后一声不响。请求丢在来的路上，应答丢在回去的路上，或者像
// 这样丢在服务端手里，客户端看到的是同一件事：没有应答。
// 一个套接字收所有人的报文，次序混在一起，命运也就照到达的次序一个一个地发，
// 不分是谁的。谁寄来的，换了人才说一次。
let count = 0;
let lastFrom = '';
socket.on('message', (request, client) => {
  const from = `${client.address}:${client.port}`;
  if (from !== lastFrom) console.log(`来自 ${from}：`);
  lastFrom = from;
  count += 1;
  const fate = nextFate.next().value;
  const what = `第 ${count} 个`;
  if (fate.lost) return console.log(`${what}：丢掉`);
  const answer = upperCase(request);
  depart(fate, what, () => {
    reply(answer, client);
    if (fate.copies === 2) reply(answer, client);
  });
});

// 与 01 一样：不是 UTF-8 的字节变不了大写，原样送还。
function upperCase(request: Buffer): Buffer {
  if (!isUtf8(request)) return request;
  return Buffer.from(request.toString('utf8').toUpperCase(), 'utf8');
}
// #endregion step-3

// #region step-4
// ④ 推迟，或者换次序
// 各推迟各的，次序就会乱：先来的等得久，后来的反而先走。扣住的等下一个应答走了
// 再走。什么时候走由 departures 管；还没有走的都在它手里，关闭时一并取消。
function depart(fate: Fate, what: string, send: () => void): void {
  const twice = fate.copies === 2 ? '，寄两份' : '';
  if (fate.held) {
    console.log(`${what}：扣住，等下一个应答先走${twice}`);
    departures.hold(send);
  } else {
    const { delayMs } = fate;
    const when = delayMs === 0 ? '马上应答' : `推迟 ${delayMs} 毫秒`;
    console.log(`${what}：${when}${twice}`);
    departures.postpone(delayMs, send);
  }
}
// #endregion step-4

// #region step-5
// ⑤ 发回应答
// 寄给报文上的寄信人，信里的序号和时刻原样带回去：服务端不懂它们，也不必懂。
// 推迟的这一会儿，对方也许已经走了。寄出去不会出错，只是没有人收。
function reply(answer: Buffer, client: RemoteInfo): void {
  socket.send(answer, client.port, client.address, (error) => {
    if (error) console.error(`应答发不出去（${error.message}）。`);
  });
}
// #endregion step-5

// #region step-6
// ⑥ 关闭套接字
// 还没有走的应答不走了：先取消计时器，否则它们响的时候套接字已经不在，
// 往关上的套接字里寄，Node 会抛错。
process.once('SIGINT', () => {
  console.log('已停止，端口还给系统。');
  departures.cancel();
  socket.close();
});
// #endregion step-6
