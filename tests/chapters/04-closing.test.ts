import { randomBytes } from 'node:crypto';
import { describe, expect, test, type TestContext } from 'vitest';
import type { Program } from '../../kit/program.ts';
import { expectOneLine, expectSuccess, needsSignals, run } from '../support/programs.ts';
import { describeShell } from '../support/shell.ts';
import { listen, type Connection } from '../support/tcp.ts';

const server = 'chapters/04-closing/server.ts';
const client = 'chapters/04-closing/client.ts';

/** 测试自己当服务端：客户端连上来，还没有打字。 */
async function clientOf(context: TestContext): Promise<{ program: Program; peer: Connection }> {
  const listener = await listen(context);
  const program = run(context, client, [listener.port]);
  const peer = await listener.accept();
  await program.says('说完按 Ctrl-D');
  return { program, peer };
}

describe.concurrent('04-closing：照着读者的做法，一对程序', () => {
  test('打一行回一行；说完了送 FIN，还听得到最后一句；两头各以自己的方式结束', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    await asking.says('说完按 Ctrl-D');
    asking.type('hello');
    await asking.says('\nhello\n');
    asking.type('你好');
    await asking.says('\n你好\n');
    asking.endInput();
    await expectSuccess(asking);
    expect(asking.stdout).toMatch(/\n说完了，接着听。\n听完了，一共 13 字节。\n收全了：送出 13 字节，听回 45 字节。\n$/);
    await serving.says(/^正在监听 127\.0\.0\.1:[1-9]\d*（.*）\n(127\.0\.0\.1:\d+) 连上了\n\1 说完了\n\1 走了\n$/);
    expect(serving.stderr).toBe('');
  });

  test('管道，末尾没有换行：半行也送去，回声里不多一个字节', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    asking.endInput('半行');
    await expectSuccess(asking);
    expect(asking.stdout).toMatch(/半行听完了，一共 6 字节。\n收全了：送出 6 字节，听回 37 字节。\n$/);
  });

  test('四十万个随机字节：一个不少地回来', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    const bytes = randomBytes(400_000);
    asking.endInput(bytes);
    await expectSuccess(asking);
    const trailer = Buffer.byteLength('听完了，一共 400000 字节。\n');
    await serving.says('走了\n');
    expect(asking.stdout).toContain(`收全了：送出 400000 字节，听回 ${400_000 + trailer} 字节。`);
  });

  test('主机名 localhost 也连得上', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port(), 'localhost']);
    asking.endInput('by name\n');
    await expectSuccess(asking);
  });
});

describe.concurrent('04-closing：客户端不相信「end」就是完整', () => {
  test('送出的字节后面跟着 FIN；FIN 之后，听的方向还开着', async (context) => {
    const { program, peer } = await clientOf(context);
    program.endInput('hello\n');
    expect((await peer.toEnd()).toString()).toBe('hello\n');
    await peer.write('hello\n');
    await program.says('接着听。\nhello\n');
    peer.end('还有一句\n');
    await expectSuccess(program);
    expect(await peer.toClose()).toBeUndefined();
  });

  const short: [string, string][] = [
    ['一个字节也没有', ''],
    ['只有一半回声', 'hel'],
    ['有回声，没有最后一句', 'hello\n'],
    ['最后一句说了一半', 'hello\n听完了，一共'],
  ];
  test.for(short)('%s就送来 FIN：没有收全，退出码 1', async ([, answer], context) => {
    const { program, peer } = await clientOf(context);
    program.endInput('hello\n');
    await peer.toEnd();
    peer.end(answer);
    await expectOneLine(program, new RegExp(`没有收全：送出 6 字节，听回 ${Buffer.byteLength(answer)} 字节`));
    expect(program.stdout).not.toContain('收全了');
  });

  test('还没有说完，对方先说完了：不等键盘，没有收全，退出码 1', async (context) => {
    const { program, peer } = await clientOf(context);
    peer.end('打烊了\n');
    await expectOneLine(program, /没有收全：送出 0 字节，听回 10 字节/);
  });

  test('听到一半断开（RST）：没有收全，或者说是断开；总之退出码 1', async (context) => {
    const { program, peer } = await clientOf(context);
    program.endInput('hello\n');
    await peer.toEnd();
    await peer.write('hel');
    peer.reset();
    // RST 追上没有读走的字节时，Node 20 说成 'end'，24 说成 ECONNRESET：两种都不能当作收全。
    await expectOneLine(program, /没有收(?:全|完)/);
  });

  test('一个字节也没有就到了结尾：一行中文，退出码 1', async (context) => {
    const { program } = await clientOf(context);
    program.endInput();
    await expectOneLine(program, /没有读到任何输入/);
  });
});

describe.concurrent('04-closing：客户端按 Ctrl-C，以 0 结束', () => {
  test('在等你打字', async (context) => {
    needsSignals(context);
    const { program, peer } = await clientOf(context);
    program.type('half');
    await peer.atLeast(5);
    program.interrupt();
    await expectSuccess(program);
    await peer.toEnd();
  });

  test('说完了，在等对方说完', async (context) => {
    needsSignals(context);
    const { program, peer } = await clientOf(context);
    program.endInput('hello\n');
    await peer.toEnd();
    program.interrupt();
    await expectSuccess(program);
  });
});

describeShell('04-closing', { protocol: 'tcp', types: 'shell', hears: '听完了，一共 6 字节。\n' });
