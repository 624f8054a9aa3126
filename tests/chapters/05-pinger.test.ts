import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, test, type TestContext } from 'vitest';
import { unusedPort } from '../../kit/port.ts';
import type { Program } from '../../kit/program.ts';
import { expectSuccess, needsSignals, run } from '../support/programs.ts';
import { openMailbox, type Datagram, type Mailbox } from '../support/udp.ts';

const client = 'chapters/05-pinger/client.ts';
const server = 'chapters/05-pinger/server.ts';
const pingCount = 10;
const replyTimeoutMs = 1000;

// 服务端由测试扮演：哪一个先答、哪一个不答，等看到了前一件事再做后一件，不靠睡觉。
describe.concurrent('05-pinger：客户端凭序号对账', () => {
  test('十个 ping，序号从 1 到 10，各带着自己的时刻，时刻只往前走', async (context) => {
    const { peer, program } = await ping(context, 20);
    const pings = await answerAll(peer);
    await expectSuccess(program);
    expect(pings.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(pings.map(({ atMs }) => atMs)).toEqual(pings.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    expect(new Set(pings.map(({ datagram }) => datagram.port)).size).toBe(1);
  });

  test('统计与上面打印的每一行相符：最小、平均、最大', async (context) => {
    const { peer, program } = await ping(context, 20);
    await answerAll(peer);
    await expectSuccess(program);
    const rtts = roundTrips(program);
    expect(rtts).toHaveLength(pingCount);
    const average = rtts.reduce((sum, ms) => sum + ms, 0) / rtts.length;
    const [, least, mean, most] = /最小\/平均\/最大 = ([\d.]+)\/([\d.]+)\/([\d.]+) 毫秒\n$/.exec(program.stdout)!;
    expect([Number(least), Number(most)]).toEqual([Math.min(...rtts), Math.max(...rtts)]);
    expect(Number(mean)).toBeCloseTo(average, 2);
    expect(program.stdout).toContain('寄出 10 个，收到 10 个，丢失 0%；迟到 0 个，重复 0 个\n');
  });

  test('后问的先答：名字没有写错，先来的先打印', async (context) => {
    const { peer, program } = await ping(context, 20);
    const [first, second] = [await nextPing(peer), await nextPing(peer)];
    await reply(peer, second);
    await reply(peer, first);
    await answerAll(peer, pingCount - 2);
    await expectSuccess(program);
    const order = [...program.stdout.matchAll(/^第 (\d+) 个：往返/gm)].map(([, number]) => Number(number));
    expect(order.slice(0, 2)).toEqual([2, 1]);
  });

  test('超时以后才来的是迟到：算丢失，不参与往返的统计，也不算给别的 ping', async (context) => {
    const { peer, program } = await ping(context, 150);
    const late = await nextPing(peer);
    for (let number = 2; number < pingCount; number += 1) await reply(peer, await nextPing(peer));
    const last = await nextPing(peer);
    await program.says('第 1 个：超时，等了 1 秒没有应答\n');
    await reply(peer, late);
    const [, ms] = await program.says(/第 1 个：往返 ([\d.]+) 毫秒（迟到）\n/);
    await reply(peer, last);
    await expectSuccess(program);
    expect(Number(ms)).toBeGreaterThanOrEqual(replyTimeoutMs - 2);
    expect(program.stdout).toContain('寄出 10 个，收到 9 个，丢失 10%；迟到 1 个，重复 0 个\n');
    const [, most] = /\/([\d.]+) 毫秒\n$/.exec(program.stdout)!;
    expect(Number(most)).toBeLessThan(replyTimeoutMs);
  });

  test('同一个应答来两次是重复：只算一次', async (context) => {
    const { peer, program } = await ping(context, 20);
    const first = await nextPing(peer);
    await reply(peer, first);
    await reply(peer, first);
    await program.says(/第 1 个：往返 [\d.]+ 毫秒（重复）\n/);
    await answerAll(peer, pingCount - 1);
    await expectSuccess(program);
    expect(program.stdout).toContain('寄出 10 个，收到 10 个，丢失 0%；迟到 0 个，重复 1 个\n');
  });

  test.for([
    ['序号没有寄过', (ping: Ping) => ping.text.replace(/ \d+ /, ' 77 ')],
    ['序号对，时刻是上一次运行的', (ping: Ping) => `PING ${ping.number} 1.000`],
    ['序号后面多一位', (ping: Ping) => ping.text.replace(/ (\d+) /, ' $10 ')],
    ['空报文', () => ''],
    ['不是 UTF-8', () => Uint8Array.from([0xff, 0xfe])],
    ['长得离谱的序号', () => `PING ${'9'.repeat(400)} 1`],
  ] as [string, (ping: Ping) => string | Uint8Array][])('对不上账的应答（%s）：说一声，什么也不改变', async ([, forge], context) => {
    const { peer, program } = await ping(context, 20);
    const first = await nextPing(peer);
    await peer.send(forge(first), first.datagram.port);
    await program.says('收到一个对不上账的报文，不理会\n');
    await reply(peer, first);
    await answerAll(peer, pingCount - 1);
    await expectSuccess(program);
    expect(program.stdout).toContain('收到 10 个，丢失 0%；迟到 0 个，重复 0 个\n');
  });

  test('陌生人照抄应答抢先寄来：内核挡在门外，程序一个字也没有看到', async (context) => {
    const { peer, program } = await ping(context, 20);
    const stranger = await openMailbox(context);
    const first = await nextPing(peer);
    await stranger.send(first.text.toUpperCase(), first.datagram.port);
    await reply(peer, first);
    await answerAll(peer, pingCount - 1);
    await expectSuccess(program);
    expect(program.stdout).toContain('收到 10 个，丢失 0%；迟到 0 个，重复 0 个\n');
    expect(program.stdout).not.toContain('不理会');
  });

  test('一个也不答：全部超时，没有往返的一行，退出码是 1', async (context) => {
    const { program } = await ping(context, 5);
    expect(await program.exit()).toEqual({ code: 1, signal: null });
    expect(program.stdout.match(/超时，等了 1 秒没有应答/g)).toHaveLength(pingCount);
    expect(program.stdout).toMatch(/\n寄出 10 个，收到 0 个，丢失 100%；迟到 0 个，重复 0 个\n$/);
    expect(program.stderr).toBe('');
  });

  test('按 Ctrl-C：统计到那时为止，以 0 结束', async (context) => {
    needsSignals(context);
    const { peer, program } = await ping(context, 60_000);
    await reply(peer, await nextPing(peer));
    await program.says('第 1 个：往返');
    program.interrupt();
    await expectSuccess(program);
    expect(program.stdout).toContain('\n寄出 1 个，收到 1 个，丢失 0%；迟到 0 个，重复 0 个\n');
  });
});

describe.concurrent('05-pinger：对方的端口上没有人', () => {
  test('说一声没有人，不崩溃；服务端后来启动了，后面的照样量得到', async (context) => {
    if (process.platform === 'win32') context.skip('Windows 上 Node 不报告退回的报文');
    const port = await unusedPort();
    const program = run(context, client, [port, '127.0.0.1', 300]);
    await program.says('对方的端口上没有人（ECONNREFUSED），接着寄\n');
    const peer = await openMailbox(context, '127.0.0.1', port);
    const first = await nextPing(peer);
    await reply(peer, first);
    for (let { number } = first; number < pingCount; ) {
      const next = await nextPing(peer);
      ({ number } = next);
      await reply(peer, next);
    }
    await expectSuccess(program);
    const received = pingCount - first.number + 1;
    expect(program.stdout).toContain(`寄出 10 个，收到 ${received} 个，`);
    expect(program.stdout.match(/ECONNREFUSED/g)).toHaveLength(1);
  });

  test('紧跟着寄的第二个，回调里得到的是第一个的退信，自己没有寄出去', async (context) => {
    if (process.platform !== 'linux') context.skip('退信由哪一次调用报告，各系统不同，只在 Linux 上测');
    const port = await unusedPort();
    const socket = createSocket('udp4');
    context.onTestFinished(() => {
      socket.close();
    });
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const send = (text: string): Promise<string | undefined> => new Promise((resolve) => socket.send(text, (error) => resolve(error?.message)));
    const results = await Promise.all([send('first'), send('second')]);
    expect(results).toEqual([undefined, 'send ECONNREFUSED']);
    // 后来有人了：第三个到了，第二个要是寄出去了，会再得到一封退信
    const mailbox = await openMailbox(context, '127.0.0.1', port);
    expect(await send('third')).toBeUndefined();
    expect((await mailbox.next()).bytes.toString()).toBe('third');
  });

  test('走了又没有人：再说一声', async (context) => {
    if (process.platform === 'win32') context.skip('Windows 上 Node 不报告退回的报文');
    const serving = run(context, server, [0]);
    const program = run(context, client, [await serving.port(), '127.0.0.1', 300]);
    await program.says('第 1 个：往返');
    await serving.stop();
    await program.says('ECONNREFUSED');
    expect(program.stderr).toBe('');
  });
});

describe.concurrent('05-pinger：教科书的起点', () => {
  test('一个应答也没有：十行超时，别的什么也不说', async (context) => {
    const mailbox = await openMailbox(context);
    const program = run(context, 'chapters/05-pinger/steps/0-note/client.ts', [mailbox.port]);
    await expectSuccess(program);
    expect(program.stdout).toMatch(/^(?:第 \d+ 个：超时\n){10}$/);
  });

  test('教科书的一对：十行，不是往返就是超时', async (context) => {
    const serving = run(context, 'chapters/05-pinger/steps/0-note/server.ts', [0]);
    const [, port] = await serving.says(/端口 (\d+)/);
    const program = run(context, 'chapters/05-pinger/steps/0-note/client.ts', [port!]);
    await expectSuccess(program);
    expect(program.stdout).toMatch(/^(?:第 \d+ 个：(?:超时|往返 \d+ 毫秒，应答是「PING \d+ \d+」)\n){10}$/);
  });
});

interface Ping {
  number: number;
  atMs: number;
  text: string;
  datagram: Datagram;
}

async function ping(context: TestContext, gapMs: number): Promise<{ peer: Mailbox; program: Program }> {
  const peer = await openMailbox(context);
  return { peer, program: run(context, client, [peer.port, '127.0.0.1', gapMs]) };
}

/** 下一个 ping；内容不是 `ping`、序号、时刻，就失败。 */
async function nextPing(peer: Mailbox): Promise<Ping> {
  const datagram = await peer.next();
  const text = datagram.bytes.toString();
  const [, number, atMs] = /^ping (\d+) (\d+\.\d{3})$/.exec(text)!;
  return { number: Number(number), atMs: Number(atMs), text, datagram };
}

async function reply(peer: Mailbox, { text, datagram }: Ping): Promise<void> {
  await peer.send(text.toUpperCase(), datagram.port);
}

async function answerAll(peer: Mailbox, count = pingCount): Promise<Ping[]> {
  const pings: Ping[] = [];
  for (let index = 0; index < count; index += 1) {
    const next = await nextPing(peer);
    await reply(peer, next);
    pings.push(next);
  }
  return pings;
}

/** 打印出来的往返时间，及时的那些。 */
function roundTrips(program: Program): number[] {
  return [...program.stdout.matchAll(/^第 \d+ 个：往返 ([\d.]+) 毫秒$/gm)].map(([, ms]) => Number(ms));
}
