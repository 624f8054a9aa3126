import { isUtf8 } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { programCommand } from '../../kit/compiled.ts';
import { start, type Program } from '../../kit/program.ts';
import { Random } from '../../kit/random.ts';
import { python } from '../support/peers.ts';
import { expectSuccess, needsSignals } from '../support/programs.ts';
import { largestPayload, needsLargeDatagrams, openMailbox } from '../support/udp.ts';

// 所有的坏报文寄给同一个服务端：它要从头撑到尾，最后还能按 Ctrl-C 正常停下。
let server: Program;
let port: number;

beforeAll(async () => {
  server = start(...programCommand('chapters/01-udp/server.ts', ['0']));
  port = await server.port();
});

afterAll(() => server.stop());

describe.concurrent('01-udp：什么样的报文都不能让服务端停下', () => {
  test('空报文：应答也是空的', async (context) => {
    const client = await openMailbox(context);
    expect(await client.ask('', port)).toHaveLength(0);
    await stillServes(context);
  });

  test('65507 字节，最大的一个：应答一样大', async (context) => {
    needsLargeDatagrams(context);
    const client = await openMailbox(context);
    const answer = await client.ask('a'.repeat(largestPayload), port);
    expect(answer.equals(Buffer.alloc(largestPayload, 'A'))).toBe(true);
    await stillServes(context);
  });

  const notUtf8: [string, number[]][] = [
    ['单独一个 0xFF', [0xff]],
    ['「中」少了最后一个字节', [0xe4, 0xb8]],
    ['字母后面跟着半个字', [0x61, 0x62, 0xe4]],
    ['过长的编码 c0 af', [0xc0, 0xaf]],
    ['UTF-16 的代理码点 ed a0 80', [0xed, 0xa0, 0x80]],
  ];
  test.for(notUtf8)('不是 UTF-8（%s）：一个字节不改地送还', async ([, bytes], context) => {
    const client = await openMailbox(context);
    expect([...(await client.ask(Uint8Array.from(bytes), port))]).toEqual(bytes);
    await stillServes(context);
  });

  test('变成大写就超过上限（「ΐ」×20000）：终端上说发不出去，并回答下一个', async (context) => {
    needsLargeDatagrams(context);
    const client = await openMailbox(context);
    await client.send('ΐ'.repeat(20_000), port);
    await server.says(new RegExp(`来自 127\\.0\\.0\\.1:${client.port}：收到 40000 字节，应答 120000 字节，发不出去（.*EMSGSIZE.*）。\n`));
    expect((await client.ask('next', port)).toString()).toBe('NEXT');
    await stillServes(context);
  });

  test('源端口是 0：无法应答，终端上说明', async (context) => {
    if (process.platform !== 'linux') context.skip('原始套接字的用法各系统不同，只在 Linux 上测');
    const sender = python(context, 'port_zero.py', [port]);
    if ((await sender.exit()).code === 77) context.skip('原始套接字需要 root 权限');
    await expectSuccess(sender);
    await server.says('来自 127.0.0.1:0：对方没有留下端口，无法应答。\n');
    await stillServes(context);
  });

  test.for([1, 2, 3])('一阵随机字节，种子 %i：每一个都有正确的应答', async (seed, context) => {
    const client = await openMailbox(context);
    const random = new Random(seed);
    // 三阵一起来，也装得进最小的接收缓冲区（Windows，64 KB），所以一个也不该丢。
    const burst = Array.from({ length: 50 }, () => randomBytes(random));
    for (const bytes of burst) await client.send(bytes, port);
    for (const bytes of burst) expect((await client.next()).bytes).toEqual(upper(bytes));
    await stillServes(context);
  });
});

// 写在后面，就在上面那一组都做完之后才做。
test('收过所有这些报文之后，Ctrl-C 仍以 0 结束', async (context) => {
  needsSignals(context);
  server.interrupt();
  const exit = await server.exit();
  expect(exit).toEqual({ code: 0, signal: null });
  expect(server.stdout).toMatch(/\n已停止，端口还给系统。\n$/);
});

/** 服务端经过了刚才那一下，还在回答下一个人。 */
async function stillServes(context: TestContext): Promise<void> {
  const other = await openMailbox(context);
  expect((await other.ask('still there?', port)).toString()).toBe('STILL THERE?');
}

/** 0 到 128 个随机的字节。 */
function randomBytes(random: Random): Buffer {
  return Buffer.from(Array.from({ length: random.integer(0, 128) }, () => random.integer(0, 255)));
}

function upper(bytes: Buffer): Buffer {
  return isUtf8(bytes) ? Buffer.from(bytes.toString().toUpperCase()) : bytes;
}
