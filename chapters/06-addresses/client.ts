// 探子：名字查成什么，哪个地址敲得开，哪两个地址会撞，都在这台机器上试一遍。
//
// 运行：  先在另一个终端里启动看门的，再运行
//         npx tsx chapters/06-addresses/client.ts [端口] [地址或名字]
//         不写就是端口 12000；写了地址或名字，就多查一行，多敲一次。
// 会看到：三张表，都是当场试出来的，各台机器不同。没有 IPv6 也能运行。
// 讲解：  docs/06-addresses/index.md，「客户端」一节，
//         编号与这里的 ① 至 ⑤ 相同。

import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { clash, doors, freePort } from './binds.ts';
import { padded } from './table.ts';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage =
  '用法：npx tsx chapters/06-addresses/client.ts [端口] [地址或名字]';
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
      return '没有人监听（ECONNREFUSED）';
    case 'EAFNOSUPPORT':
    case 'EADDRNOTAVAIL':
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return `这台机器到不了这个地址（${error.code}）`;
    case 'ETIMEDOUT':
      return '没有回音（ETIMEDOUT）';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `查不到地址（${error.code}）`;
    case 'ECONNRESET':
      return '开了，马上又断了（ECONNRESET）';
    default:
      return `系统不让这样做（${error.code ?? error.message}）。${usage}`;
  }
}
// #endregion shell

// #region step-1
// ① 把名字查成地址
// 查名字的是系统的 getaddrinfo：先翻 hosts 文件，再问 DNS。一个名字可以有
// 好几个地址，谁在前面由系统排（RFC 6724）；all 让它全说出来，不只说第一个。
async function addressesOf(name: string): Promise<string> {
  try {
    const found = await lookup(name, { all: true });
    return [...new Set(found.map(({ address }) => address))].join('、');
  } catch (error) {
    return explain(error as NodeJS.ErrnoException);
  }
}
// #endregion step-1

// #region step-2
// ② 敲一扇门，听里面怎么说
// 写的是名字，Node 就挨个试查到的地址：前一个失败，或者一小会儿没有回音
// （Node 20 是 250 毫秒），就敲下一个。每敲一次有 'connectionAttempt'，记下来。
// 全都失败，几个错误装在一个 AggregateError 里；它没有 message，要看 code。
const patienceMs = 3000;

function knock(at: string): Promise<string> {
  return new Promise((resolve) => {
    const tried: string[] = [];
    let said = '';
    // 连接用完就断，不论结局是哪一种；再来的事件改不了已经有的结局。
    const done = (result: string): void => {
      socket.destroy();
      resolve(isIP(at) ? result : `敲 ${tried.join('→')}：${result}`);
    };
    const socket = connect({ port, host: at });
    socket.on('connectionAttempt', (address) => tried.push(address));
    socket.on('error', (error) => done(explain(error)));
    socket.setEncoding('utf8').on('data', (text: string) => (said += text));
    // 门里的人不一定是这一章的：一直不说话的，不等下去；说得多的，只看一行。
    socket.setTimeout(patienceMs, () => done('等了 3 秒，没有等到一句话'));
    socket.once('end', () => done(`开了，${said.split('\n', 1)[0]}`));
  });
}
// #endregion step-2

// #region step-3
// ③ 找到网卡的地址
// 别的机器就是用它来找这台机器的。从自己这里敲它，内核照样拿它当目的地址，
// 去找监听它的套接字：这里敲不开的，别的机器也敲不开。
// 反过来不成立：数据没有出这台机器，防火墙放不放别人进来，这里看不出。
// 一台机器可以有好几块网卡，取一个就够了；一块也没有，就少敲一扇门。
function outside(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  const ours = all.filter((one) => one.family === 'IPv4' && !one.internal);
  return ours.slice(0, 1).map(({ address }) => address);
}
// #endregion step-3

// #region step-4
// ④ 同一个端口，先绑一个地址，再绑另一个
// 两个都当真去绑定，系统给的错误码就是答案。绑完马上关掉，端口还给系统，
// 不然后面的每一格都会撞上它。借来的端口先确认六个地址上都空着：
// 有外人占着，就分不清是谁和谁撞了。
async function clashes(): Promise<void> {
  const free = await freePort();
  console.log(padded('', 20) + doors.map(({ letter }) => letter).join('  '));
  for (const first of doors) {
    const cells: string[] = [];
    for (const second of doors) cells.push(await clash(free, first, second));
    const only = first.ipv6Only ? ' ipv6Only' : '';
    const head = padded(`${first.letter} ${first.address}${only}`, 20);
    console.log(head + cells.join(' '));
  }
  console.log('行：都绑上了。占：EADDRINUSE。无：这台机器没有这样的地址。');
}
// #endregion step-4

// #region step-5
// ⑤ 打印三张表
// 一张一张来：敲门要等，等的时候前面的已经看得见。
// 你写的地址可能本来就在表里，放进 Set，就不会试两遍。
// 按 Ctrl-C 随时可以走：没有对谁许诺过什么，连接和端口由内核收回。
process.once('SIGINT', () => process.exit(0));

console.log('一、名字查成什么');
const names = isIP(host) ? [] : [host];
for (const name of new Set(['localhost', hostname(), ...names])) {
  console.log(padded(name, 16) + (await addressesOf(name)));
}
console.log(`\n二、敲端口 ${port}，哪个地址开`);
const known = ['127.0.0.1', '::1', ...outside(), 'localhost'];
for (const at of new Set([...known, host])) {
  console.log(padded(at, 16) + (await knock(at)));
}
console.log('\n三、同一个端口，先绑左边的，再绑上面的');
await clashes();
// #endregion step-5
