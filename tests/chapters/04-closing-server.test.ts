import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { programCommand } from '../../kit/compiled.ts';
import { start, type Program } from '../../kit/program.ts';
import { expectStopsAfterAll, expectStopsIdle, expectSuccess, needsSignals, run } from '../support/programs.ts';
import { connectTo } from '../support/tcp.ts';

const file = 'chapters/04-closing/server.ts';
const lastWord = (bytes: number): string => `听完了，一共 ${bytes} 字节。\n`;

// 所有难对付的客户端都去找同一个服务端：它要从头撑到尾，最后还能按 Ctrl-C 正常停下。
let server: Program;
let port: number;

beforeAll(async () => {
  server = start(...programCommand(file, ['0']));
  port = await server.port();
});

afterAll(() => server.stop());

/** 说一句，送 FIN，听到对方也说完。 */
async function shout(context: TestContext, words: string | Uint8Array): Promise<string> {
  const client = await connectTo(context, port);
  client.end(words);
  const heard = (await client.toEnd()).toString('latin1');
  expect(await client.toClose()).toBeUndefined();
  return Buffer.from(heard, 'latin1').toString();
}

async function stillServes(context: TestContext): Promise<void> {
  expect(await shout(context, 'still there?')).toBe(`still there?${lastWord(12)}`);
}

describe.concurrent('04-closing：什么样的客户端都不能连累别人', () => {
  test('半关闭：FIN 送出以后，听得到回声和最后一句，然后是 FIN', async (context) => {
    expect(await shout(context, 'hello 你好\n')).toBe(`hello 你好\n${lastWord(13)}`);
  });

  test('连上就说完：最后一句照样有', async (context) => {
    expect(await shout(context, '')).toBe(lastWord(0));
  });

  test('没有说完，就没有最后一句；回声不等说完', async (context) => {
    const client = await connectTo(context, port);
    await client.write('one');
    expect((await client.atLeast(3)).toString()).toBe('one');
    await stillServes(context);
    expect(client.received.toString()).toBe('one');
    expect(client.ended).toBe(false);
    client.end('two');
    expect((await client.toEnd()).toString()).toBe(`onetwo${lastWord(6)}`);
  });

  test('一次说一个字节，「中」也不坏', async (context) => {
    const client = await connectTo(context, port);
    const bytes = Buffer.from('a中b');
    for (let at = 0; at < bytes.length; at += 1) {
      await client.write(bytes.subarray(at, at + 1));
      await client.atLeast(at + 1);
    }
    client.end();
    expect((await client.toEnd()).toString()).toBe(`a中b${lastWord(5)}`);
  });

  test('一千万字节，边说边听：一个不少', async (context) => {
    const words = Buffer.alloc(10_000_000, 'abcdefg');
    const client = await connectTo(context, port);
    client.end(words);
    const heard = await client.toEnd();
    expect(heard.subarray(0, words.length).equals(words)).toBe(true);
    expect(heard.subarray(words.length).toString()).toBe(lastWord(words.length));
  });

  test('只说不听的人：服务端停下不读，别人照常；他肯听了，一个字节不少', async (context) => {
    const client = await connectTo(context, port);
    client.pause();
    const words = Buffer.alloc(30_000_000, 'x');
    const accepted = client.write(words).then(() => 'accepted');
    await stillServes(context);
    await stillServes(context);
    expect(await Promise.race([accepted, Promise.resolve('stuck')])).toBe('stuck');
    client.resume();
    await accepted;
    client.end();
    expect(await client.toEnd()).toHaveLength(words.length + Buffer.byteLength(lastWord(words.length)));
  });

  test('不说话、也不走的人占着一个套接字，不占别人的时间', async (context) => {
    const idle = await connectTo(context, port);
    await stillServes(context);
    idle.end('at last');
    expect((await idle.toEnd()).toString()).toBe(`at last${lastWord(7)}`);
  });

  test('说着说着断开（RST）：服务端记一行，接着服务', async (context) => {
    const client = await connectTo(context, port);
    const peer = `127.0.0.1:${client.localPort}`;
    await client.write('half');
    await client.atLeast(4);
    client.reset();
    await server.says(new RegExp(`${peer} 的连接断了（.*ECONNRESET.*）`));
    await server.says(`${peer} 走了\n`);
    await stillServes(context);
  });

  test('说完了，不等最后一句就断开（RST），连着二十次', async (context) => {
    for (let times = 0; times < 20; times += 1) {
      const client = await connectTo(context, port);
      client.end('bye');
      await client.atLeast(3);
      client.reset();
    }
    await stillServes(context);
  });

  test('不听回声就断开（RST），连着二十次', async (context) => {
    for (let times = 0; times < 20; times += 1) {
      const client = await connectTo(context, port);
      client.pause();
      await client.write('x'.repeat(60_000));
      client.reset();
    }
    await stillServes(context);
  });

  test('刚连上就断开（RST），连着二十次', async (context) => {
    for (let times = 0; times < 20; times += 1) (await connectTo(context, port)).reset();
    await stillServes(context);
    expect(server.stdout).not.toContain('undefined');
  });

  test('一次来 100 个人：各听各的', async (context) => {
    const names = Array.from({ length: 100 }, (_, index) => `client-${index}`);
    const heard = await Promise.all(names.map((name) => shout(context, name)));
    expect(heard).toEqual(names.map((name) => `${name}${lastWord(name.length)}`));
  });
});

// 写在后面，就在上面那一组都做完之后才做。
test('经过所有这些客户端之后，来的都走了，Ctrl-C 仍以 0 结束', (context) => expectStopsAfterAll(context, server));

describe.concurrent('04-closing：服务端按 Ctrl-C，以 0 结束', () => {
  test('没有人连着', (context) => expectStopsIdle(context, file));

  test('有人还没说完，有人说完了在等最后一句：都断开，不再多等', async (context) => {
    needsSignals(context);
    const program = run(context, file, [0]);
    const serving = await program.port();
    const [talking, waiting] = [await connectTo(context, serving), await connectTo(context, serving)];
    await talking.write('half');
    await talking.atLeast(4);
    waiting.end('bye');
    await program.says(`127.0.0.1:${waiting.localPort} 说完了\n`);
    program.interrupt();
    await expectSuccess(program);
    expect((await talking.toEnd()).toString()).toBe('half');
  });
});
