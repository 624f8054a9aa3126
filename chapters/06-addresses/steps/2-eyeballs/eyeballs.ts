// 一个名字，两个地址：IPv6 的没有回音，IPv4 的好好的。看 Node 过多久换一个。
// 运行：npx tsx chapters/06-addresses/steps/2-eyeballs/eyeballs.ts
// 没有回音的门由另一个进程来开（文件末尾）：它监听着，却从不接待，队伍已排满。
// Linux 的内核对再来的握手不答应也不拒绝，就像报文段在路上都丢了。
import { fork } from 'node:child_process';
import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import {
  connect,
  createServer,
  getDefaultAutoSelectFamilyAttemptTimeout,
  type AddressInfo,
  type LookupFunction,
  type Socket,
} from 'node:net';
import { fileURLToPath } from 'node:url';

// 把查名字换成通讯录，好让这个名字恰好有两个地址，IPv6 在前。
const book: LookupAddress[] = [
  { address: '::1', family: 6 },
  { address: '127.0.0.1', family: 4 },
];
const lookup: LookupFunction = (_name, _options, answer) => {
  setImmediate(answer, null, book);
};

async function main(): Promise<void> {
  const blocked = fork(fileURLToPath(import.meta.url), ['不接待']);
  const [port] = (await once(blocked, 'message')) as [number];
  if (port === 0) {
    console.error('这台机器没有 IPv6，这个试验做不了。');
    process.exit(1);
  }
  const crowd = await fill(port);
  const good = createServer((connection) => connection.end());
  good.listen(port, '127.0.0.1');
  await once(good, 'listening');
  await watch(port);
  for (const one of crowd) one.destroy();
  good.close();
  blocked.kill();
}

/** 排满它的队伍：连上的不会有人来领，连不上的一直等着。 */
async function fill(port: number): Promise<Socket[]> {
  const crowd = Array.from({ length: 16 }, () => connect(port, '::1'));
  for (const one of crowd) one.on('error', () => {});
  await once(crowd[0]!, 'connect');
  return crowd;
}

/** 连一次，每件事发生在第几毫秒，都打印出来。 */
async function watch(port: number): Promise<void> {
  const patienceMs = getDefaultAutoSelectFamilyAttemptTimeout();
  console.log(`没有回音的，这个 Node 只等 ${patienceMs} 毫秒`);
  const begin = performance.now();
  const note = (what: string): void => {
    console.log(`${Math.round(performance.now() - begin)} 毫秒：${what}`);
  };
  const socket = connect({ port, host: '两个地址的名字', lookup });
  socket.on('connectionAttempt', (address) => note(`敲 ${address}`));
  socket.on('connectionAttemptTimeout', (address) => {
    note(`${address} 没有回音，不等它失败`);
  });
  await once(socket, 'connect');
  note(`${socket.remoteAddress} 开了`);
  socket.destroy();
}

/** 另一个进程：监听之后睡十秒，内核收下的连接没有人领。到时自己走。 */
function neverAccept(): void {
  const server = createServer();
  server.on('error', () => process.send!(0));
  server.listen({ port: 0, host: '::1', backlog: 1 }, () => {
    process.send!((server.address() as AddressInfo).port);
    const nothing = new Int32Array(new SharedArrayBuffer(4));
    setImmediate(() => {
      Atomics.wait(nothing, 0, 0, 10_000);
      process.exit();
    });
  });
}

if (process.send && process.argv[2] === '不接待') neverAccept();
else await main();
