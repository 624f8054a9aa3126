import { isUtf8 } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { programCommand } from '../../kit/compiled.ts';
import { start, type Program } from '../../kit/program.ts';
import { Random } from '../../kit/random.ts';
import { expectStopsAfterAll, expectStopsIdle, expectSuccess, needsSignals, run } from '../support/programs.ts';
import { ask, connectTo } from '../support/tcp.ts';

const file = 'chapters/02-tcp/server.ts';

// 所有难对付的客户端都去找同一个服务端：它要从头撑到尾，最后还能按 Ctrl-C 正常停下。
let server: Program;
let port: number;

beforeAll(async () => {
  server = start(...programCommand(file, ['0']));
  port = await server.port();
});

afterAll(() => server.stop());

describe.concurrent('02-tcp：什么样的客户端都不能连累别人', () => {
  test('教科书的客户端，不写换行也不送 FIN 就等：得到应答，然后是 FIN', async (context) => {
    expect((await ask(context, port, 'hello')).toString()).toBe('HELLO');
  });

  test('半关闭的客户端，先送 FIN 再听：照样得到应答', async (context) => {
    const client = await connectTo(context, port);
    client.end('half 半关闭\n');
    expect((await client.toEnd()).toString()).toBe('HALF 半关闭\n');
    expect(await client.toClose()).toBeUndefined();
  });

  const notUtf8: [string, number[]][] = [
    ['单独一个 0xFF', [0xff]],
    ['「中」少了最后一个字节', [0xe4, 0xb8]],
    ['过长的编码 c0 af', [0xc0, 0xaf]],
    ['字母后面跟着半个字', [0x61, 0x62, 0xe4]],
  ];
  test.for(notUtf8)('不是 UTF-8（%s）：一个字节不改地送还', async ([, bytes], context) => {
    expect([...(await ask(context, port, Uint8Array.from(bytes)))]).toEqual(bytes);
    await stillServes(context);
  });

  test('问得比一块长得多：答第一块，其余的读走，不以 RST 收场', async (context) => {
    const client = await connectTo(context, port);
    const sent = 'a'.repeat(1_000_000);
    client.end(sent);
    const answer = (await client.toEnd()).toString();
    expect(answer).toMatch(/^A+$/);
    expect(answer.length).toBeLessThan(sent.length);
    expect(await client.toClose()).toBeUndefined();
  });

  test('一直不说话的客户端占着一个套接字，不占别人的时间', async (context) => {
    const idle = await connectTo(context, port);
    await stillServes(context);
    await idle.write('at last');
    expect((await idle.toEnd()).toString()).toBe('AT LAST');
  });

  test('连上就走，一个字也不说', async (context) => {
    const client = await connectTo(context, port);
    client.end();
    expect(await client.toEnd()).toHaveLength(0);
    expect(await client.toClose()).toBeUndefined();
    await stillServes(context);
  });

  test('连着连着突然断开（RST）：服务端记一行，接着服务', async (context) => {
    const client = await connectTo(context, port);
    const peer = `127.0.0.1:${client.localPort}`;
    await server.says(`${peer} 连上了\n`);
    client.reset();
    await server.says(new RegExp(`${peer} 的连接断了（.*ECONNRESET.*）`));
    await server.says(`${peer} 走了\n`);
    await stillServes(context);
  });

  test('刚连上就断开（RST），连着二十次', async (context) => {
    for (let times = 0; times < 20; times += 1) (await connectTo(context, port)).reset();
    await stillServes(context);
    expect(server.stdout).not.toContain('undefined');
  });

  test('问完不听应答就断开（RST），连着二十次', async (context) => {
    for (let times = 0; times < 20; times += 1) {
      const client = await connectTo(context, port);
      client.pause();
      await client.write('x'.repeat(60_000));
      client.reset();
    }
    await stillServes(context);
  });

  test('一次来 200 个连接：每一个都得到自己的应答', async (context) => {
    const names = Array.from({ length: 200 }, (_, index) => `client-${index}`);
    const answers = await Promise.all(names.map((name) => ask(context, port, name)));
    expect(answers.map(String)).toEqual(names.map((name) => name.toUpperCase()));
  });

  test.for([1, 2, 3])('随机的字节，种子 %i：每一个都有正确的应答', async (seed, context) => {
    const random = new Random(seed);
    const questions = Array.from({ length: 20 }, () => Buffer.from(Array.from({ length: random.integer(1, 128) }, () => random.integer(0, 255))));
    const answers = await Promise.all(questions.map((question) => ask(context, port, question)));
    expect(answers).toEqual(questions.map(upper));
  });
});

// 写在后面，就在上面那一组都做完之后才做。
test('经过所有这些客户端之后，来的都走了，Ctrl-C 仍以 0 结束', (context) => expectStopsAfterAll(context, server));

describe.concurrent('02-tcp：服务端按 Ctrl-C，以 0 结束', () => {
  test('没有人连着', (context) => expectStopsIdle(context, file));

  test('有人连着没说话，有人得了应答还没有走：都断开', async (context) => {
    needsSignals(context);
    const program = run(context, file, [0]);
    const serving = await program.port();
    const [idle, answered] = [await connectTo(context, serving), await connectTo(context, serving)];
    await answered.write('hello');
    await answered.toEnd();
    await program.says(`127.0.0.1:${idle.localPort} 连上了\n`);
    program.interrupt();
    await expectSuccess(program);
    await idle.toEnd();
  });

  test('停下之后，端口真的还给了系统', async (context) => {
    needsSignals(context);
    const program = run(context, file, [0]);
    const serving = await program.port();
    const idle = await connectTo(context, serving);
    await program.says('连上了');
    program.interrupt();
    await expectSuccess(program);
    await idle.toEnd();
    const successor = run(context, file, [serving]);
    expect(await successor.port()).toBe(serving);
  });
});

/** 服务端经过了刚才那一下，还在回答下一个人。 */
async function stillServes(context: TestContext): Promise<void> {
  expect((await ask(context, port, 'still there?')).toString()).toBe('STILL THERE?');
}

function upper(bytes: Buffer): Buffer {
  return isUtf8(bytes) ? Buffer.from(bytes.toString().toUpperCase()) : bytes;
}
