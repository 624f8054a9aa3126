/** 实验室的接口，和各章的引导实验要看到的东西。 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { format, inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { compileAll } from '../../lab/compile.ts';
import { Lab, type LabProcess } from '../../lab/index.ts';
import { formatFlags } from '../../lab/kernel/packet.ts';
import { chooseModules } from '../../lab/nodelib/choose.ts';
import { nodeEngine, nodeSurroundings } from '../../lab/process/node-engine.ts';

const programs = {
  'tcp-server.ts': `
import { createServer } from 'node:net';
const [host = '0.0.0.0', v6 = ''] = process.argv.slice(2);
const server = createServer((socket) => {
  console.log('来自', socket.remoteAddress, '本地端口', socket.localPort);
  socket.on('error', () => {});
  socket.on('data', (data) => socket.write(data.toString().toUpperCase()));
});
server.on('error', (error: NodeJS.ErrnoException) => { console.log(error.code); });
server.listen({ port: 12000, host, ipv6Only: v6 === 'only' }, () => console.log('正在监听'));
process.once('SIGINT', () => process.exit());
`,
  'tcp-client.ts': `
import { connect } from 'node:net';
const socket = connect({ port: 12000, host: process.argv[2]! });
socket.on('connect', () => { console.log('连上', socket.remoteAddress); socket.write('hello'); });
socket.on('data', (data) => console.log('应答', String(data)));
socket.on('error', (error: NodeJS.ErrnoException) => console.log(error.code));
process.once('SIGINT', () => socket.end());
`,
  'udp-connected.ts': `
import { createSocket } from 'node:dgram';
const socket = createSocket('udp4');
socket.on('error', (error: NodeJS.ErrnoException) => { console.log(error.code, error.message); socket.close(); });
socket.connect(12000, process.argv[2]!, () => socket.send('hello'));
`,
  'clock.ts': `
const start = Date.now();
console.log(new Date(start).toISOString());
setTimeout(() => console.log('过了', Date.now() - start, Math.random() === Math.random()), 1000);
`,
  'exit.ts': `
process.on('exit', (code) => console.log('退出', code));
process.on('beforeExit', () => console.log('没有事了'));
process.exitCode = Number(process.argv[2]);
if (process.argv[3] === 'now') process.exit(5);
`,
  'throw.ts': `setTimeout(() => { throw new TypeError('坏了'); }, 5);`,
  'print.ts': `
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
const server = createServer().listen(0, '127.0.0.1', () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1', () => {
    console.log(server);
    console.log(socket);
    server.close();
    socket.close();
  });
});
`,
  'reuse.ts': `
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
const [datagram, segment] = [Buffer.from('original'), Buffer.from('original')];
const receiver = createSocket('udp4').bind(9000, '127.0.0.1');
receiver.on('message', (message) => { console.log('UDP', String(message)); receiver.close(); });
const sender = createSocket('udp4');
sender.send(datagram, 9000, '127.0.0.1', () => { datagram.fill('x'); sender.close(); });
const server = createServer((socket) => socket.on('data', (chunk) => { console.log('TCP', String(chunk)); socket.end(); server.close(); }));
server.listen(9000, '127.0.0.1', () => {
  const socket = connect(9000, '127.0.0.1', () => { socket.write(segment); segment.fill('x'); });
  socket.resume();
});
process.once('exit', () => console.log(String(datagram), String(segment)));
`,
  'names.ts': `
import { lookup } from 'node:dns';
import { connect } from 'node:net';
const socket = connect(1, '127.0.0.1').on('error', () => {});
const { _handle: handle } = socket as unknown as { _handle: object };
console.log(String.name, Object.keys(handle));
for (const name of ['.', '1.2..', '127.0.0.1..']) lookup(name, (error, address) => console.log(error?.code, address));
`,
  'hrtime.ts': `
const [seconds] = process.hrtime();
setTimeout(() => {
  console.log(process.hrtime([seconds, 500_000_001]), process.hrtime([seconds + 5, 0])[0], process.hrtime().every(Number.isInteger));
}, 2000);
`,
  'lines.ts': `
import { on, EventEmitter } from 'node:events';
import { createInterface } from 'node:readline';
const emitter = new EventEmitter();
setTimeout(() => emitter.emit('x', '来了'), 5);
for await (const [word] of on(emitter, 'x')) { console.log(word); break; }
for await (const line of createInterface({ input: process.stdin })) console.log('读到', line);
`,
  'encodings.ts': `
import { AsyncLocalStorage } from 'node:async_hooks';
const texts = [['6162', 'hex'], ['YWI=', 'base64'], ['YWI', 'base64url'], ['ab', 'ucs2'], ['é', 'latin1']] as const;
for (const [text, encoding] of texts) {
  const written = Buffer.alloc(8);
  console.log(Buffer.from(text, encoding), written.write(text, 1, encoding), written, written.toString(encoding, 1, 3));
}
new AsyncLocalStorage().run(5, () => console.log('跑过了'));
`,
  'group.ts': `
import { createSocket } from 'node:dgram';
const sockets = [1, 2].map(() => createSocket({ type: 'udp4', reuseAddr: true }));
for (const socket of sockets) {
  socket.on('message', (message) => { console.log(String(message)); message.fill('x'); socket.close(); });
  socket.bind(9000, () => socket.addMembership('239.0.0.1'));
}
const early = createSocket('udp4');
early.addMembership('239.0.0.2');
early.on('error', (error) => console.log(error.message)).bind(0);
const sender = createSocket('udp4');
setTimeout(() => sender.send('hello', 9000, '239.0.0.1', () => sender.close()), 10);
`,
  'microtask.ts': `
if (process.argv[2]) process.on('uncaughtException', (error) => console.log('接住', error.message));
queueMicrotask(() => { throw new Error('坏了'); });
setTimeout(() => console.log('还在'), 10);
`,
  'signals.ts': `
process.once('SIGTERM', () => { console.log('听到了'); process.exitCode = 0x103; });
process.kill(process.pid, 15);
`,
  'wait.ts': `await new Promise(() => {});`,
  'types.ts': `
import { level, type Shape } from './types-other.ts';
interface Local { a: number }
const local: Local & Shape = { a: 1, b: 2 };
console.log(level, local satisfies Local);
`,
  'types-other.ts': `export interface Shape { b: number }\nexport const level: number = await Promise.resolve(7);`,
};
const modules = compileAll(programs);

function makeLab(seed = 1): Lab {
  const lab = new Lab({ seed, engine: nodeEngine() });
  lab.addHost('a', ['10.0.0.1', 'fd00::1']);
  lab.addHost('b', ['10.0.0.2', 'fd00::2']);
  return lab;
}

const start = (lab: Lab, host: string, entry: keyof typeof programs, ...args: string[]): Promise<LabProcess> =>
  lab.start({ host, modules, entry, args });

async function runAlone(entry: keyof typeof programs, ...args: string[]): Promise<LabProcess> {
  const lab = makeLab();
  const process = await start(lab, 'a', entry, ...args);
  await lab.run();
  return process;
}

describe('一个进程', () => {
  test('时钟是虚拟的，从 2026 年 1 月 1 日起；随机数有种子', async () => {
    const { stdout } = await runAlone('clock.ts');
    expect(stdout).toBe('2026-01-01T00:00:00.000Z\n过了 1000 false\n');
  });

  test('退出码、exit 事件、beforeExit', async () => {
    expect((await runAlone('exit.ts', '3')).stdout).toBe('没有事了\n退出 3\n');
    const now = await runAlone('exit.ts', '3', 'now');
    expect([now.stdout, now.exit]).toEqual(['退出 5\n', { code: 5 }]);
  });

  test('没有人接的异常：打印出来，退出码 1', async () => {
    const process = await runAlone('throw.ts');
    expect(process.exit).toEqual({ code: 1 });
    expect(process.stderr).toMatch(/^TypeError: 坏了\n {4}at .*throw\.ts:1/);
  });

  test('打印一个套接字：与真的 Node 一个字不差，看不见实验室自己的东西', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await Promise.all([once(server, 'listening'), once(socket, 'listening')]);
    const real = `${inspect(server)}\n${inspect(socket)}\n`;
    server.close();
    socket.close();
    // 异步编号各数各的
    const comparable = (text: string) => text.replaceAll(/(async_id_symbol\)\]?: )\d+/g, '$1#');
    expect(comparable((await runAlone('print.ts')).stdout)).toBe(comparable(real));
  });

  test('语言自己的函数没有被改名；句柄的 onread 不是它自己的成员；只像 IPv4 的不是地址', async () => {
    const { stdout } = await runAlone('names.ts');
    expect(stdout).toBe(`String [ 'reading', 'onconnection' ]\n${'ENOTFOUND undefined\n'.repeat(3)}`);
  });

  test('process.hrtime 减去以前的一刻：借位，可以是负的，总是整数', async () => {
    const { stdout } = await runAlone('hrtime.ts');
    expect(stdout).toMatch(/^\[ 1, \d{9} \] -3 true\n$/);
  });

  test('各种编码写进 Buffer，与真的一样；AsyncLocalStorage 跑得起来', async () => {
    const lines = ([['6162', 'hex'], ['YWI=', 'base64'], ['YWI', 'base64url'], ['ab', 'ucs2'], ['é', 'latin1']] as const).map(([text, encoding]) => {
      const written = Buffer.alloc(8);
      return format(Buffer.from(text, encoding), written.write(text, 1, encoding), written, written.toString(encoding, 1, 3));
    });
    expect((await runAlone('encodings.ts')).stdout).toBe(`${lines.join('\n')}\n跑过了\n`);
  });

  test('浏览器带的那些 lib 就够：一行一行地读键盘，等事件', async () => {
    const chosen = new Set(chooseModules());
    const { lib } = nodeSurroundings(1);
    const lab = new Lab({ engine: nodeEngine({ lib: (id) => (chosen.has(id) ? lib(id) : undefined) }) });
    lab.addHost('a', ['10.0.0.1']);
    const process = await start(lab, 'a', 'lines.ts');
    process.type('一\n二\n');
    process.endInput();
    await lab.run();
    expect([process.stdout, process.stderr]).toEqual(['来了\n读到 一\n读到 二\n', '']);
  });

  test('多播到同一个进程的两个套接字，各有各的内存；没有绑定就加入，当场绑定', async () => {
    const { stdout, stderr } = await runAlone('group.ts');
    expect([stdout, stderr]).toEqual(['bind EINVAL 0.0.0.0\nhello\nhello\n', '']);
  });

  test('微任务里抛出的异常：有人接就接着走，没有就结束', async () => {
    expect((await runAlone('microtask.ts', '接')).stdout).toBe('接住 坏了\n还在\n');
    const alone = await runAlone('microtask.ts');
    expect([alone.stdout, alone.stderr.split('\n')[0], alone.exit]).toEqual(['', 'Error: 坏了', { code: 1 }]);
  });

  test('按编号发信号；退出码只留低 8 位', async () => {
    const { stdout, exit } = await runAlone('signals.ts');
    expect([stdout, exit]).toEqual(['听到了\n', { code: 3 }]);
  });

  test('发出去以后再改那块内存，到的还是原来的', async () => {
    expect((await runAlone('reuse.ts')).stdout.split('\n').sort()).toEqual(['', 'TCP original', 'UDP original', 'xxxxxxxx xxxxxxxx']);
  });

  test('顶层的 await 等不到：退出码 13，与 Node 相同', async () => {
    expect((await runAlone('wait.ts')).exit).toEqual({ code: 13 });
  });

  test('类型去掉，几个文件一起，带顶层的 await', async () => {
    expect((await runAlone('types.ts')).stdout).toBe('7 { a: 1, b: 2 }\n');
  });

  test('没有人听的信号结束进程；kill 是 137', async () => {
    const lab = makeLab();
    const [first, second] = [await start(lab, 'a', 'clock.ts'), await start(lab, 'a', 'clock.ts')];
    await lab.runFor(10);
    first.signal('SIGTERM');
    second.kill();
    await lab.run();
    expect([first.exit, second.exit]).toEqual([{ code: 143, signal: 'SIGTERM' }, { code: 137, signal: 'SIGKILL' }]);
  });
});

describe('引导实验', () => {
  test('02：最后的 ACK 还在路上，客户端 ESTABLISHED，服务端 SYN_RECEIVED', async () => {
    const lab = makeLab();
    await start(lab, 'b', 'tcp-server.ts');
    await start(lab, 'a', 'tcp-client.ts', '10.0.0.2');
    await lab.run({ stopWhen: () => lab.trace.some((event) => event.kind === 'state' && event.state === 'ESTABLISHED') });
    expect(lab.sockets('a').map((row) => row.state)).toEqual(['ESTABLISHED']);
    expect(lab.sockets('b').map((row) => row.state)).toEqual(['LISTEN', 'SYN_RECEIVED']);
    expect(lab.inFlight().map(({ packet }) => packet.protocol === 'tcp' && formatFlags(packet.flags))).toContain('A');
  });

  test('02：两个客户端，服务端的端口都是 12000，三行套接字都是它的', async () => {
    const lab = makeLab();
    const server = await start(lab, 'b', 'tcp-server.ts');
    for (let index = 0; index < 2; index += 1) await start(lab, 'a', 'tcp-client.ts', 'b');
    await lab.runFor(500);
    const rows = lab.sockets('b');
    expect(rows.map((row) => row.local.port)).toEqual([12_000, 12_000, 12_000]);
    expect(rows.map((row) => row.pid)).toEqual([server.pid, server.pid, server.pid]);
    expect(server.stdout.match(/本地端口 12000/g)).toHaveLength(2);
  });

  test('02：数据丢了不是丢，是晚到', async () => {
    const lab = makeLab();
    let dropped = 0;
    lab.intervene((packet) => (packet.protocol === 'tcp' && packet.payload.length > 0 && dropped++ === 0 ? { drop: true } : undefined));
    await start(lab, 'b', 'tcp-server.ts');
    const client = await start(lab, 'a', 'tcp-client.ts', '10.0.0.2');
    await lab.runFor(2000);
    expect(client.stdout).toContain('应答 HELLO');
    expect(lab.trace.filter((event) => event.kind === 'sent' && event.retransmission)).toHaveLength(1);
  });

  test('01、05：没有服务端，connect 过的 UDP 得到 ECONNREFUSED', async () => {
    const lab = makeLab();
    const client = await start(lab, 'a', 'udp-connected.ts', '10.0.0.2');
    await lab.run();
    expect(client.stdout).toBe('ECONNREFUSED recvmsg ECONNREFUSED\n');
  });

  test('04：谁先关，TIME_WAIT 就是谁的，不属于任何进程，60 秒后没有了', async () => {
    const lab = makeLab();
    await start(lab, 'b', 'tcp-server.ts');
    const client = await start(lab, 'a', 'tcp-client.ts', '10.0.0.2');
    await lab.runFor(500);
    client.signal();
    await lab.runFor(500);
    expect(lab.sockets('a').map((row) => [row.state, row.pid])).toEqual([['TIME_WAIT', undefined]]);
    await lab.runFor(60_000);
    expect(lab.sockets('a')).toEqual([]);
  });

  test('04：空闲的链路断一小时，还是 ESTABLISHED', async () => {
    const lab = makeLab();
    await start(lab, 'b', 'tcp-server.ts');
    await start(lab, 'a', 'tcp-client.ts', '10.0.0.2');
    await lab.runFor(1000);
    lab.setLinks({ down: true });
    await lab.runFor(3_600_000);
    expect(lab.sockets('a').map((row) => row.state)).toEqual(['ESTABLISHED']);
  });

  test.each([
    ['127.0.0.1', '10.0.0.2', 'ECONNREFUSED', '正在监听'],
    ['0.0.0.0', '10.0.0.2', '连上 10.0.0.2', '来自 10.0.0.1'],
    ['::', '10.0.0.2', '连上 10.0.0.2', '来自 ::ffff:10.0.0.1'],
    ['::', 'fd00::2', '连上 fd00::2', '来自 fd00::1'],
  ])('06：服务端绑 %s，从另一台主机连 %s → %s，服务端看到%s', async (bound, target, expected, seen) => {
    const lab = makeLab();
    const server = await start(lab, 'b', 'tcp-server.ts', bound);
    const client = await start(lab, 'a', 'tcp-client.ts', target);
    await lab.runFor(500);
    expect(client.stdout).toContain(expected);
    expect(server.stdout).toContain(seen);
  });

  test('06：:: 加上 ipv6Only，IPv4 的客户端被拒绝', async () => {
    const lab = makeLab();
    await start(lab, 'b', 'tcp-server.ts', '::', 'only');
    const client = await start(lab, 'a', 'tcp-client.ts', '10.0.0.2');
    await lab.runFor(500);
    expect(client.stdout).toBe('ECONNREFUSED\n');
  });

  test('06：IPv6 全丢，250 毫秒后改用 IPv4', async () => {
    const lab = new Lab({ engine: nodeEngine() });
    lab.addHost('a', ['fd00::1', '10.0.0.1']);
    lab.addHost('b', ['fd00::2', '10.0.0.2']);
    lab.intervene((packet) => (packet.destination.address.includes(':') ? { drop: true } : undefined));
    await start(lab, 'b', 'tcp-server.ts', '::');
    const client = await start(lab, 'a', 'tcp-client.ts', 'b');
    await lab.runFor(2000);
    expect(client.stdout).toContain('连上 10.0.0.2');
    const connectedAt = client.output[0]!.time;
    expect(connectedAt).toBeGreaterThanOrEqual(250_000);
    expect(connectedAt).toBeLessThan(400_000);
  });

  test('同一台主机上两个进程抢一个端口：后来的 EADDRINUSE', async () => {
    const lab = makeLab();
    await start(lab, 'b', 'tcp-server.ts');
    const second = await start(lab, 'b', 'tcp-server.ts');
    await lab.runFor(10);
    expect(second.stdout).toBe('EADDRINUSE\n');
  });
});

describe('走法', () => {
  const scene = async (seed: number, drive: (lab: Lab) => Promise<void>) => {
    const lab = makeLab(seed);
    lab.setLinks({ loss: 0.1, jitter: 3000, duplicate: 0.1, reorder: 0.1 });
    await start(lab, 'b', 'tcp-server.ts');
    for (let index = 0; index < 3; index += 1) await start(lab, 'a', 'tcp-client.ts', 'b');
    await drive(lab);
    lab.close();
    return lab.traceHash;
  };

  test('二十次，同一个种子，同一份记录；一步步走、走走停停也一样', async () => {
    const until = 30_000_000;
    const hashes = new Set<string>();
    for (let round = 0; round < 20; round += 1) hashes.add(await scene(9, (lab) => lab.run({ until })));
    hashes.add(await scene(9, async (lab) => {
      while (lab.now <= until && (lab.network.clock.nextTime() ?? Infinity) <= until) await lab.step();
    }));
    hashes.add(await scene(9, async (lab) => {
      for (let time = 0; time <= until; time += 1_000_000) await lab.run({ until: time });
    }));
    expect([...hashes]).toHaveLength(1);
    expect(await scene(10, (lab) => lab.run({ until }))).not.toBe([...hashes][0]);
  });

  test('pause 让 run 停下，再 run 接着走', async () => {
    const lab = makeLab();
    const process = await start(lab, 'a', 'clock.ts');
    lab.network.clock.at(500_000, () => lab.pause());
    await lab.run();
    expect(lab.now).toBe(500_000);
    await lab.run();
    expect(process.exit).toEqual({ code: 0 });
  });
});
