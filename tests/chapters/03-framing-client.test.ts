import { describe, expect, test, type TestContext } from 'vitest';
import type { Program } from '../../kit/program.ts';
import { terminal } from '../support/peers.ts';
import { expectOneLine, expectSuccess, needsSignals, run } from '../support/programs.ts';
import { listen, type Connection } from '../support/tcp.ts';
import { cut, decodeAll, protocols } from './03-framing-support.ts';

describe.concurrent.each(protocols)('03-framing：$name的客户端', (protocol) => {
  const { folder, maxBytes, encode } = protocol;
  const file = `${folder}/client.ts`;
  const isLines = protocol.name === '行协议';

  /** 测试自己当服务端：客户端连上来，还没有打字。 */
  const clientOf = async (context: TestContext): Promise<{ program: Program; peer: Connection }> => {
    const server = await listen(context);
    const program = run(context, file, [server.port]);
    const peer = await server.accept();
    await program.says('请输入');
    return { program, peer };
  };

  const inputs: [string, string, string[]][] = [
    ['末尾有换行', 'abc\n', ['abc']],
    ['末尾没有换行：半行也算一行', 'abc', ['abc']],
    ['Windows 的换行（CRLF）不算内容', 'a\r\nb\r\n', ['a', 'b']],
    ['空行也是一问', 'a\n\nb\n', ['a', '', 'b']],
    ['只有一个换行', '\n', ['']],
    ['汉字', '中文\n', ['中文']],
  ];
  test.for(inputs)('管道，%s：送去的每一份都完整，然后是 FIN', async ([, input, sent], context) => {
    const { program, peer } = await clientOf(context);
    program.endInput(input);
    const heard = await peer.toEnd();
    expect(heard).toEqual(Buffer.concat(sent.map(encode)));
    peer.end(Buffer.concat(sent.map(() => encode('ok'))));
    await expectSuccess(program);
    expect(program.stdout.match(/应答：ok\n/g)).toHaveLength(sent.length);
  });

  test('应答在每一处断开，一个一个字节地来，汉字不坏', async (context) => {
    const { program, peer } = await clientOf(context);
    program.endInput('a\nb\nc\n');
    await peer.toEnd();
    for (const piece of cut(Buffer.concat(['中é😀', '', 'done'].map(encode)), [...Array.from({ length: 20 }).keys()].slice(1))) {
      await peer.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    peer.end();
    await expectSuccess(program);
    expect(program.stdout).toContain('应答：中é😀\n应答：\n应答：done\n');
  });

  test('还没有一行就到了结尾：一行中文，退出码 1', async (context) => {
    const { program } = await clientOf(context);
    program.endInput();
    await expectOneLine(program, /没有读到任何输入/);
  });

  test('应答断在半份就来了 FIN：说出来，退出码 1', async (context) => {
    const { program, peer } = await clientOf(context);
    program.endInput('question');
    await peer.toEnd();
    peer.end(encode('half').subarray(0, -1));
    await expectOneLine(program, isLines ? /应答断了，最后 4 字节没有换行/ : /最后一个应答不齐，只有 7 字节/);
    expect(program.stdout).not.toContain('应答：');
  });

  test('少了一个应答就来了 FIN：说出来，退出码 1', async (context) => {
    const { program, peer } = await clientOf(context);
    program.endInput('one\ntwo');
    await peer.toEnd();
    peer.end(encode('ONE'));
    await expectOneLine(program, /还有 1 个应答没有收到/);
    expect(program.stdout).toContain('应答：ONE\n');
  });

  test('问完还没有说完，服务端先走了：说出来，退出码 1', async (context) => {
    const { program, peer } = await clientOf(context);
    program.type('one');
    await peer.atLeast(encode('one').length);
    peer.end(encode('ONE'));
    await expectOneLine(program, /服务端结束了连接/);
  });

  test('应答说到一半断开（RST）：一行中文，退出码 1', async (context) => {
    const { program, peer } = await clientOf(context);
    program.type('one');
    await peer.atLeast(encode('one').length);
    peer.reset();
    await expectOneLine(program, /连接被对方断开，还有 1 个应答没有收到/);
  });

  test('应答长得没有尽头：不收，一行中文，退出码 1', async (context) => {
    const { program, peer } = await clientOf(context);
    program.type('one');
    await peer.write(protocol.tooLong(3 * maxBytes));
    await expectOneLine(program, /服务端没有守约定：.*24576 字节/);
  });

  test('Ctrl-C：以 0 结束', async (context) => {
    needsSignals(context);
    const { program } = await clientOf(context);
    program.interrupt();
    await expectSuccess(program);
  });

  test('在真正的终端里：打一行答一行；Ctrl-D 说完，应答齐了才结束', async (context) => {
    const server = await listen(context);
    const program = terminal(context, file, [server.port]);
    const peer = await server.accept();
    await program.says('请输入');
    program.write('one\r');
    expect(decodeAll(protocol.decoder(maxBytes), [await peer.atLeast(encode('one').length)]).map(String)).toEqual(['one']);
    await peer.write(encode('ONE'));
    await program.says('应答：ONE');
    program.write('\u0004');
    await peer.toEnd();
    peer.end();
    await expectSuccess(program);
  });

  test('在真正的终端里：Ctrl-C 以 0 结束', async (context) => {
    const server = await listen(context);
    const program = terminal(context, file, [server.port]);
    await server.accept();
    await program.says('请输入');
    program.write('\u0003');
    await expectSuccess(program);
  });
});
