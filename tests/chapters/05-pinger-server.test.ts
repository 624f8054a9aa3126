import { describe, expect, test, type TestContext } from 'vitest';
import { fates, parseFaults } from '../../chapters/05-pinger/faults.ts';
import type { Program } from '../../kit/program.ts';
import { expectOneLine, expectSuccess, needsSignals, run } from '../support/programs.ts';
import { describeShell } from '../support/shell.ts';
import { openMailbox, type Mailbox } from '../support/udp.ts';

const server = 'chapters/05-pinger/server.ts';
const client = 'chapters/05-pinger/client.ts';

describe.concurrent('05-pinger：服务端的毛病', () => {
  test('没有毛病：变成大写，每个一份；不是 UTF-8 的原样送还', async (context) => {
    const { mailbox, port } = await serve(context);
    expect((await mailbox.ask('ping 1 2.5 中', port)).toString()).toBe('PING 1 2.5 中');
    expect([...(await mailbox.ask(Uint8Array.from([0xff, 0x61]), port))]).toEqual([0xff, 0x61]);
    expect(await mailbox.ask('', port)).toHaveLength(0);
  });

  test('同一个种子，同样的命运；换一个种子就不同', async (context) => {
    const [one, same, other] = await Promise.all([7, 7, 8].map((seed) => fortunes(context, `loss=40,delay=1-9,duplicate=30,seed=${seed}`)));
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  test('改了推迟和重复，丢的还是那几个', async (context) => {
    const lost = (lines: string[]): number[] => lines.flatMap((line, index) => (line.endsWith('丢掉') ? [index + 1] : []));
    const [plain, slow] = await Promise.all(['loss=40,seed=7', 'loss=40,delay=1-9,duplicate=50,reorder=50,seed=7'].map((faults) => fortunes(context, faults)));
    expect(lost(plain!).length).toBeGreaterThan(0);
    expect(lost(plain!)).toEqual(lost(slow!));
  });

  test('loss=100：都丢掉，终端上说得清楚', async (context) => {
    const { mailbox, port, program } = await serve(context, 'loss=100');
    for (let count = 1; count <= 3; count += 1) await mailbox.send(`ping ${count} 0.000`, port);
    await program.says(new RegExp(`来自 127.0.0.1:${mailbox.port}：\n(第 \\d 个：丢掉\n){3}`));
    // 要是有应答，早在这之前就寄出了，排在寄给自己的这一个前面
    await mailbox.send('the end', mailbox.port);
    expect((await mailbox.next()).bytes.toString()).toBe('the end');
  });

  test('duplicate=100：每个两份，一个字节不差', async (context) => {
    const { mailbox, port } = await serve(context, 'duplicate=100');
    await mailbox.send('ping 1 0.000', port);
    const copies = [await mailbox.next(), await mailbox.next()];
    expect(copies.map(({ bytes }) => bytes.toString())).toEqual(['PING 1 0.000', 'PING 1 0.000']);
  });

  test('delay=250：不到 250 毫秒不应答', async (context) => {
    const { mailbox, port } = await serve(context, 'delay=250');
    const begin = performance.now();
    await mailbox.ask('ping 1 0.000', port);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(249);
  });

  test('reorder=100：第一个等到第二个来了才走；最后一个没有人等，也走得了', async (context) => {
    const { mailbox, port, program } = await serve(context, 'reorder=100');
    await mailbox.send('ping 1 0.000', port);
    await program.says('第 1 个：');
    await mailbox.send('ping 2 0.000', port);
    expect((await mailbox.next()).bytes.toString()).toBe('PING 1 0.000');
    expect((await mailbox.next()).bytes.toString()).toBe('PING 2 0.000');
  });

  test('reorder：扣住的跟在下一个应答后面', async (context) => {
    // 种子 7 扣住第 3 个和第 6 个，与页面上的记录相同
    const { mailbox, port } = await serve(context, 'reorder=20,seed=7');
    const order: string[] = [];
    for (let count = 1; count <= 7; count += 1) await mailbox.send(String(count), port);
    for (let count = 1; count <= 7; count += 1) order.push((await mailbox.next()).bytes.toString());
    expect(order).toEqual(['1', '2', '4', '3', '5', '7', '6']);
  });

  test('还有应答没有走就按 Ctrl-C：不等它们，以 0 结束', async (context) => {
    needsSignals(context);
    const { mailbox, port, program } = await serve(context, 'delay=60000');
    await mailbox.send('ping 1 0.000', port);
    await program.says('推迟 60000 毫秒');
    program.interrupt();
    await expectSuccess(program);
  });
});

describe('05-pinger：毛病的算术', () => {
  const never = (message: string): never => {
    throw new Error(message);
  };

  test('抽得多了，丢的比例接近说好的', () => {
    const draw = fates(parseFaults('loss=30,delay=10-20,seed=1', never));
    const all = Array.from({ length: 10_000 }, () => draw.next().value);
    const lost = all.filter((fate) => fate.lost).length / all.length;
    expect(lost).toBeGreaterThan(0.28);
    expect(lost).toBeLessThan(0.32);
    expect(Math.min(...all.map(({ delayMs }) => delayMs))).toBe(10);
    expect(Math.max(...all.map(({ delayMs }) => delayMs))).toBe(20);
  });

  test('不写的毛病就没有', () => {
    const draw = fates(parseFaults('', never));
    for (let count = 0; count < 100; count += 1) expect(draw.next().value).toEqual({ lost: false, delayMs: 0, copies: 1, held: false });
  });
});

describeShell('05-pinger', { protocol: 'udp', hears: '寄出 10 个，收到 10 个，丢失 0%', third: { server: 'loss=10', client: '20' } });

describe.concurrent('05-pinger：毛病和间隔写错，一行中文，退出码 1', () => {
  test.for([
    ['loss=300', /loss 最多 100/],
    ['loss', /看不懂「loss」/],
    ['loss=-1', /看不懂「loss=-1」/],
    ['loss=1,loss=2', /看不懂「loss=2」/],
    ['loss=1-2', /loss 只要一个数/],
    ['delay=9-1', /delay 要先写小的/],
    ['delay=99999', /delay 最多 60000/],
    ['seed=4294967296', /seed 最多 4294967295/],
    ['speed=3', /没有「speed」/],
  ] as [string, RegExp][])('服务端的毛病写成 %s', async ([faults, reason], context) => {
    await expectOneLine(run(context, server, [0, '127.0.0.1', faults]), reason);
  });

  test.for([
    [['12000', '127.0.0.1', 'fast'], /间隔.*「fast」/],
    [['12000', '::1'], /不是 IPv4 地址/],
  ] as [string[], RegExp][])('客户端的参数是 %s', async ([args, reason], context) => {
    await expectOneLine(run(context, client, args), reason);
  });
});

async function serve(context: TestContext, faults?: string): Promise<{ mailbox: Mailbox; port: number; program: Program }> {
  const program = run(context, server, faults === undefined ? [0] : [0, '127.0.0.1', faults]);
  const [port, mailbox] = [await program.port(), await openMailbox(context)];
  return { mailbox, port, program };
}

/** 二十个 ping 各得了什么命运，照服务端说的。 */
async function fortunes(context: TestContext, faults: string): Promise<string[]> {
  const { mailbox, port, program } = await serve(context, faults);
  for (let count = 1; count <= 20; count += 1) await mailbox.send(`ping ${count} 0.000`, port);
  await program.says(/^第 20 个.*\n/m);
  return [...program.stdout.matchAll(/^第 \d+ 个：(.*)$/gm)].map(([, fate]) => fate!);
}
