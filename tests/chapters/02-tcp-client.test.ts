import { pathToFileURL } from 'node:url';
import { describe, expect, test, type TestContext } from 'vitest';
import { programCommand } from '../../kit/compiled.ts';
import { defaultWaitMs, root, start, type Program } from '../../kit/program.ts';
import { needs, python, terminal } from '../support/peers.ts';
import { expectOneLine, expectSuccess, launch, needsSignals, run } from '../support/programs.ts';
import { listen, type Connection } from '../support/tcp.ts';

const client = 'chapters/02-tcp/client.ts';

/** 测试自己当服务端：客户端连上来，还没有打字。 */
async function clientOf(context: TestContext): Promise<{ program: Program; peer: Connection }> {
  const server = await listen(context);
  const program = run(context, client, [server.port]);
  const peer = await server.accept();
  await program.says('请输入');
  return { program, peer };
}

/** 客户端每从内核读走一块就报告一次：送出的一块被读走了，才送下一块，不然内核会把几块合成一块。 */
async function watchedClient(context: TestContext): Promise<{ program: Program; peer: Connection; reads: number[]; send(bytes: Uint8Array): Promise<void> }> {
  const server = await listen(context);
  const reads: number[] = [];
  const preload = pathToFileURL(`${root}kit/answer/preload.mjs`).href;
  const [node, args] = programCommand(client, [String(server.port)]);
  const onMessage = (message: unknown): void => {
    const { event, bytes } = message as { event: string; bytes: number };
    if (event === 'read') reads.push(bytes);
  };
  const program = start(node, ['--import', preload, ...args], { onMessage });
  context.onTestFinished(() => program.stop());
  program.type('hello');
  const peer = await server.accept();
  await peer.atLeast(6);
  const send = async (bytes: Uint8Array): Promise<void> => {
    const before = reads.length;
    await peer.write(bytes);
    await context.expect.poll(() => reads.length, { timeout: defaultWaitMs, interval: 2 }).toBe(before + 1);
  };
  return { program, peer, reads, send };
}

describe.concurrent('02-tcp：客户端怎样读那一行', () => {
  const inputs: [string, string, string][] = [
    ['末尾有换行', 'abc\n', 'abc\n'],
    ['末尾没有换行：半行也算一行', 'abc', 'abc\n'],
    ['Windows 的换行（CRLF）不算内容', 'abc\r\n', 'abc\n'],
    ['有好几行：只送第一行', 'first\nsecond\n', 'first\n'],
    ['只有一个换行：空行', '\n', '\n'],
    ['汉字', '中文\n', '中文\n'],
  ];
  test.for(inputs)('管道，%s', async ([, input, sent], context) => {
    const server = await listen(context);
    const program = run(context, client, [server.port]);
    program.endInput(input);
    const peer = await server.accept();
    expect((await peer.atLeast(Buffer.byteLength(sent))).toString()).toBe(sent);
    peer.end('ok');
    await expectSuccess(program);
    expect(program.stdout).toMatch(/\n应答：ok\n$/);
    expect((await peer.toEnd()).toString()).toBe(sent);
  });

  test('一行之后管道一直开着：得到应答，客户端照样结束', async (context) => {
    const { program, peer } = await clientOf(context);
    program.type('still open');
    await peer.atLeast(11);
    peer.end('STILL OPEN\n');
    await expectSuccess(program);
    expect(program.stdout).toMatch(/\n应答：STILL OPEN\n$/);
  });

  test('还没有一行就到了结尾：一行中文，退出码 1', async (context) => {
    const { program } = await clientOf(context);
    program.endInput();
    await expectOneLine(program, /没有读到任何输入/);
  });

  test('一行有一百万个字符：全部送到', async (context) => {
    const { program, peer } = await clientOf(context);
    program.type('x'.repeat(1_000_000));
    expect(await peer.atLeast(1_000_001)).toHaveLength(1_000_001);
    peer.end('ok\n');
    await expectSuccess(program);
  });
});

describe.concurrent('02-tcp：应答读到 FIN 为止', () => {
  test('分成几块，切在「中」里面：读到 FIN，一个字也不坏', async (context) => {
    const { program, peer, reads, send } = await watchedClient(context);
    const bytes = Buffer.from('a中b\n');
    for (let at = 0; at < bytes.length; at += 1) await send(bytes.subarray(at, at + 1));
    expect(reads).toEqual(Array.from(bytes, () => 1));
    peer.end();
    await expectSuccess(program);
    expect(program.stdout).toMatch(/\n应答：a中b\n$/);
  });

  test('一百万字节的应答：全部打印', async (context) => {
    const { program, peer } = await clientOf(context);
    program.type('big');
    await peer.atLeast(4);
    peer.end('y'.repeat(900_000));
    await expectSuccess(program);
    expect(program.stdout).toContain(`应答：${'y'.repeat(900_000)}\n`);
  });

  test('应答不是 UTF-8：读不懂的显示成 U+FFFD，程序不坏', async (context) => {
    const { program, peer } = await clientOf(context);
    program.type('hello');
    await peer.atLeast(6);
    peer.end(Uint8Array.of(0x41, 0xff, 0x42));
    await expectSuccess(program);
    expect(program.stdout).toMatch(/\n应答：A\uFFFDB\n$/);
  });

  test('还没有打字，服务端就说完了：打印它的话，马上结束，不再等键盘', async (context) => {
    const { program, peer } = await clientOf(context);
    peer.end('人满了\n');
    await expectSuccess(program);
    expect(program.stdout).toMatch(/\n应答：人满了\n$/);
  });

  test('服务端一个字也没有说就结束：一行中文，退出码 1', async (context) => {
    const { program, peer } = await clientOf(context);
    program.type('hello');
    await peer.atLeast(6);
    peer.end();
    await expectOneLine(program, /服务端没有应答就结束了连接/);
  });

  test('应答到一半断开（RST）：一行中文，退出码 1，半个应答不当作应答', async (context) => {
    // 要等它读走前一半再断开。RST 紧跟在没有读走的字节后面时，Node 20 会把它说成 FIN，这是第 04 章的话题。
    const { program, peer, send } = await watchedClient(context);
    await send(Buffer.from('HEL'));
    peer.reset();
    await expectOneLine(program, /连接被对方断开，应答没有收完/);
    expect(program.stdout).not.toContain('应答：');
  });

  test('还没有打字就被断开（RST）：一行中文，退出码 1', async (context) => {
    const { program, peer } = await clientOf(context);
    peer.reset();
    await expectOneLine(program, /连接被对方断开/);
  });
});

describe.concurrent('02-tcp：客户端按 Ctrl-C，以 0 结束', () => {
  test('正在握手：对方的队伍满了，SYN 没有人理', async (context) => {
    needsSignals(context);
    if (process.platform !== 'linux') context.skip('队伍满了以后怎样，各系统不同，只在 Linux 上测');
    needs(context, 'ss');
    const full = python(context, 'full_queue.py');
    const [, port] = await full.says(/on port (\d+)/);
    const program = run(context, client, [port!]);
    // 内核里出现了 SYN-SENT 的一行，才是正在握手。
    await context.expect.poll(async () => {
      const look = launch(context, 'ss', ['-t', '-n', '-p', '-H', 'state', 'syn-sent', `dport = :${port}`]);
      await look.exit();
      return look.stdout;
    }, { timeout: defaultWaitMs }).toContain(`pid=${program.pid}`);
    program.interrupt();
    await expectSuccess(program);
  });

  test('在等你打字：管道开着', async (context) => {
    needsSignals(context);
    const { program, peer } = await clientOf(context);
    program.interrupt();
    await expectSuccess(program);
    await peer.toEnd();
  });

  test('在等应答', async (context) => {
    needsSignals(context);
    const { program, peer } = await clientOf(context);
    program.type('hello');
    await peer.atLeast(6);
    program.interrupt();
    await expectSuccess(program);
  });

  test('应答到了一半', async (context) => {
    needsSignals(context);
    const { program, peer } = await clientOf(context);
    program.type('hello');
    await peer.atLeast(6);
    await peer.write('HEL');
    program.interrupt();
    await expectSuccess(program);
    expect(program.stdout).not.toContain('应答：');
  });
});

// 上面的 Ctrl-C 是信号；键盘上的 Ctrl-C 是终端里的一个字节，读行的时候由 readline 来认。
describe.concurrent('02-tcp：在真正的终端里', () => {
  const [ctrlC, ctrlD] = ['\x03', '\x04'];

  async function atTerminal(context: TestContext): Promise<{ program: Program; peer: Connection }> {
    const server = await listen(context);
    const program = terminal(context, client, [server.port]);
    const peer = await server.accept();
    await program.says('请输入');
    return { program, peer };
  }

  test('打一行字，退格改一个错字，得到应答', async (context) => {
    const { program, peer } = await atTerminal(context);
    program.write('hellp\x7fo 中文\r');
    expect((await peer.atLeast(13)).toString()).toBe('hello 中文\n');
    peer.end('HELLO 中文\n');
    await program.says('应答：HELLO 中文');
    await expectSuccess(program);
  });

  test('打字打到一半按 Ctrl-C：以 0 结束', async (context) => {
    const { program } = await atTerminal(context);
    program.write('half');
    await program.says('half');
    program.write(ctrlC);
    await expectSuccess(program);
  });

  test('等应答时按 Ctrl-C：以 0 结束', async (context) => {
    const { program, peer } = await atTerminal(context);
    program.write('hello\r');
    await peer.atLeast(6);
    program.write(ctrlC);
    await expectSuccess(program);
  });

  test('什么也没打就按 Ctrl-D：一行中文，退出码 1', async (context) => {
    const { program } = await atTerminal(context);
    program.write(ctrlD);
    const { code } = await program.exit();
    expect({ code, said: program.stdout }).toEqual({ code: 1, said: expect.stringContaining('没有读到任何输入') });
  });
});
