// 探子：名字查成什么，哪个地址敲得开，哪两个地址会撞，都在这台机器上试一遍。
//
// 运行：  先在另一个终端里启动看门的，再运行
//         npx tsx chapters/06-addresses/client.ts [端口] [地址或名字]
//         不写就是端口 12000；写了地址或名字，就多查一行，多敲一次。
// 会看到：三张表，都是当场试出来的，不同的机器会不同。没有 IPv6 的机器也能运行。
// 讲解：  docs/06-addresses/index.md，「客户端」一节，编号与这里的 ① 至 ⑤ 相同。

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
// 查名字的是系统的 getaddrinfo：先翻 hosts 文件，再问 DNS。一个名字可以有好几个
// 地址，谁在前面由系统定（RFC 6724），all 让它全说出来，不只说第一个。
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
// ② 敲一个地址，听里面怎么说
// 写的是名字，Node 就一个一个地试查到的地址：前一个失败，或者 250 毫秒没有回音，
// 就敲下一个，先开的算数。每敲一个有一次 'connectionAttempt'，试过谁都记下来。
// 全都失败时，几个错误装在一个 AggregateError 里，它自己的 message 是空的，看 code。
const patienceMs = 3000;

function knock(at: string): Promise<string> {
  return new Promise((resolve) => {
    const tried: string[] = [];
    const socket = connect({ port, host: at });
    let said = '';
    const done = (result: string): void => {
      socket.destroy();
      resolve(isIP(at) ? result : `敲 ${tried.join('→')}：${result}`);
    };
    socket.on('connectionAttempt', (address) => tried.push(address));
    socket.on('error', (error) => done(explain(error)));
    socket.setEncoding('utf8').on('data', (text: string) => (said += text));
    // 门里的人不一定是这一章的：一直不说话的，也不等下去；话太长，只看一行。
    socket.setTimeout(patienceMs, () => done('等了 3 秒，没有等到一句话'));
    socket.once('end', () => done(`开了，${said.split('\n')[0]?.slice(0, 80)}`));
  });
}
// #endregion step-2

// #region step-3
// ③ 该敲哪些地址
// 网卡的地址，是别的机器用来找这台机器的那一个；从自己这里敲它，内核照样按目的
// 地址去找门，所以它敲不开的，别的机器也敲不开。
function outside(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  const ours = all.filter((one) => one.family === 'IPv4' && !one.internal);
  return ours.slice(0, 1).map(({ address }) => address);
}
// #endregion step-3

// #region step-4
// ④ 同一个端口，先绑一个地址，再绑另一个
// 两个都当真去绑定，绑不上的错误码就是答案；绑完马上关掉，端口还给系统。
// 先借一个此刻没有人用的端口：有别人占着，就分不清是谁和谁撞了。
async function clashes(): Promise<void> {
  const free = await freePort();
  console.log(padded('', 24) + doors.map(({ letter }) => letter).join('  '));
  for (const first of doors) {
    const answers: string[] = [];
    for (const second of doors) answers.push(await clash(free, first, second));
    const only = first.ipv6Only ? ' ipv6Only' : '';
    const head = `${first.letter} ${first.address}${only}`;
    console.log(padded(head, 24) + answers.join('  '));
  }
  console.log('行：都绑上了。占：EADDRINUSE。无：这台机器没有这样的地址。');
}
// #endregion step-4

// #region step-5
// ⑤ 打印三张表
// 一张一张来：敲门要等，等的时候前面的已经看得见。借来的端口和连接在各步里都还清了，
// 所以按 Ctrl-C 可以随时走，没有什么要收拾。
process.once('SIGINT', () => process.exit(0));

console.log('一、名字查成什么');
const names = isIP(host) ? [] : [host];
for (const name of new Set(['localhost', hostname(), ...names])) {
  console.log(padded(name, 18) + (await addressesOf(name)));
}
console.log(`\n二、敲端口 ${port}，哪个地址开`);
for (const at of new Set(['127.0.0.1', '::1', ...outside(), 'localhost', host])) {
  console.log(padded(at, 18) + (await knock(at)));
}
console.log('\n三、同一个端口，先绑左边的，再绑上面的');
await clashes();
// #endregion step-5
