import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { programCommand } from '../../kit/compiled.ts';
import { start, type Program } from '../../kit/program.ts';
import { Random } from '../../kit/random.ts';
import { expectOneLine, expectStopsAfterAll, expectSuccess, needsSignals, run } from '../support/programs.ts';
import { connectTo } from '../support/tcp.ts';
import { cut, decodeAll, protocols, type Protocol } from './03-framing-support.ts';

describe.each(protocols)('03-framing：$name的服务端', (protocol) => {
  const { folder, maxBytes, encode } = protocol;
  const file = `${folder}/server.ts`;
  const isLines = protocol.name === '行协议';

  // 所有难对付的客户端都去找同一个服务端：它要从头撑到尾，最后还能按 Ctrl-C 正常停下。
  let server: Program;
  let port: number;

  beforeAll(async () => {
    server = start(...programCommand(file, ['0']));
    port = await server.port();
  });

  afterAll(() => server.stop());

  /** 问完就送 FIN，读到 FIN，取出每一个应答。 */
  const askAll = async (context: TestContext, bytes: Uint8Array): Promise<Buffer[]> => {
    const client = await connectTo(context, port);
    client.end(bytes);
    const heard = await client.toEnd();
    expect(await client.toClose()).toBeUndefined();
    return decode(protocol, heard);
  };

  const stillServes = async (context: TestContext): Promise<void> => {
    expect((await askAll(context, encode('still there?'))).map(String)).toEqual(['STILL THERE?']);
  };

  describe.concurrent('什么样的客户端都不能连累别人', () => {
    test('一个字节一个字节地来，汉字也不坏', async (context) => {
      const client = await connectTo(context, port);
      const question = Buffer.concat([encode('aé中😀'), encode(''), encode('done')]);
      for (const byte of question) {
        await client.write(Uint8Array.of(byte));
        // 让出一轮，好让这一个字节自己走；就算内核把几个合成一块，结果也一样。
        await new Promise((resolve) => setImmediate(resolve));
      }
      const expected = Buffer.concat([encode('AÉ中😀'), encode(''), encode('DONE')]);
      expect(await client.atLeast(expected.length)).toEqual(expected);
    });

    test.for([1, 2, 3])('随机的内容，随机地切，种子 %i', async (seed, context) => {
      const random = new Random(seed);
      const words = Array.from({ length: 50 }, () => Array.from({ length: random.integer(0, 40) }, () => '中aé😀'[random.integer(0, 3)] ?? 'x').join('').replaceAll(/[\ud800-\udfff]/g, '?'));
      const whole = Buffer.concat(words.map(encode));
      const client = await connectTo(context, port);
      for (const chunk of cut(whole, Array.from({ length: 40 }, () => random.integer(0, whole.length)).sort((a, b) => a - b))) await client.write(chunk);
      client.end();
      expect(decode(protocol, await client.toEnd()).map(String)).toEqual(words.map((word) => word.toUpperCase()));
    });

    test('半关闭的客户端：问完就送 FIN，应答一个不少，然后是 FIN', async (context) => {
      expect((await askAll(context, Buffer.concat([encode('a'), encode('b')]))).map(String)).toEqual(['A', 'B']);
    });

    test('不是 UTF-8：一个字节不改地送还', async (context) => {
      const bytes = Buffer.from([0xff, 0x61, 0xe4, 0xb8]);
      expect(await askAll(context, encode(bytes))).toEqual([bytes]);
    });

    test('说到一半就送 FIN：前面的有应答，半份没有，说给它听', async (context) => {
      const client = await connectTo(context, port);
      const peer = `127.0.0.1:${client.localPort}`;
      client.end(Buffer.concat([encode('whole'), encode('half').subarray(0, -1)]));
      const [answer, reason] = decode(protocol, await client.toEnd()).map(String);
      expect(answer).toBe('WHOLE');
      expect(reason).toMatch(isLines ? /最后 4 字节没有换行/ : /最后一帧不齐，只有 7 字节/);
      expect(await client.toClose()).toBeUndefined();
      await server.says(`${peer} 没有守约定：${reason}`);
    });

    test('说到一半断开（RST）：服务端记一行，接着服务', async (context) => {
      const client = await connectTo(context, port);
      const peer = `127.0.0.1:${client.localPort}`;
      await server.says(`${peer} 连上了\n`);
      await client.write(encode('half').subarray(0, -1));
      client.reset();
      await server.says(new RegExp(`${peer} 的连接断了（.*ECONNRESET.*）`));
      await server.says(`${peer} 走了\n`);
      await stillServes(context);
    });

    test('太长：前面的有应答，说明原因，然后是 FIN；别的连接说到一半，照样接着说', async (context) => {
      const other = await connectTo(context, port);
      const [before, after] = cut(encode('the other one'), [5]);
      await other.write(before!);
      const client = await connectTo(context, port);
      await client.write(Buffer.concat([encode('ok'), protocol.tooLong(maxBytes)]));
      const [answer, reason] = decode(protocol, await client.toEnd()).map(String);
      expect(answer).toBe('OK');
      expect(reason).toMatch(/8192 字节/);
      client.end();
      expect(await client.toClose()).toBeUndefined();
      await other.write(after!);
      expect(decode(protocol, await other.atLeast(encode('THE OTHER ONE').length)).map(String)).toEqual(['THE OTHER ONE']);
    });

    test('太长以后赖着不走：过一会儿断开，以前说过的原因它听得到', async (context) => {
      const client = await connectTo(context, port);
      const peer = `127.0.0.1:${client.localPort}`;
      await client.write(protocol.tooLong(maxBytes));
      await client.toEnd();
      expect(client.received.toString()).toMatch(/8192 字节/);
      await server.says(`${peer} 走了\n`);
    });

    test('连上就走，一个字也不说：没有应答，只有 FIN', async (context) => {
      expect(await askAll(context, Buffer.alloc(0))).toEqual([]);
    });

    test('只问不听：服务端先不读它，别人照常；它肯听了，应答一个不少', async (context) => {
      const client = await connectTo(context, port);
      client.pause();
      const question = encode('x'.repeat(maxBytes));
      const count = 4000;
      client.end(Buffer.concat(Array.from({ length: count }, () => question)));
      await stillServes(context);
      client.resume();
      expect((await client.toEnd()).length).toBe(count * question.length);
    });

    test('一次来 200 个连接：每一个都得到自己的应答', async (context) => {
      const names = Array.from({ length: 200 }, (_, index) => `client-${index}`);
      const answers = await Promise.all(names.map((name) => askAll(context, encode(name))));
      expect(answers.map(String)).toEqual(names.map((name) => name.toUpperCase()));
    });
  });

  test('没有尽头的一份：128 MB 也不占内存', async (context) => {
    if (process.platform !== 'linux') context.skip('从 /proc 里看一个进程占过多少内存，只有 Linux 有');
    const program = run(context, file, [0]);
    const client = await connectTo(context, await program.port());
    await client.write(encode('warm up'));
    const before = peakBytes(program);
    const piece = Buffer.alloc(1_000_000, 'a');
    for (let sent = 0; sent < 128 && !client.closed; sent += 1) await client.write(piece).catch(() => {});
    await client.toEnd();
    expect(client.received.toString()).toMatch(/8192 字节/);
    // 涨的是还没有回收的读缓冲，送 512 MB 也一样：Node 20、22 四十兆上下，24、26 八十兆上下。存下来的话是 128 兆。
    expect(peakBytes(program) - before).toBeLessThan(100_000_000);
  });

  test('端口有人占着：一行中文，退出码 1', async (context) => {
    const program = run(context, file, [port]);
    await expectOneLine(program, /已被别的程序占用/);
  });

  // 写在后面，就在上面那一组都做完之后才做。
  test('经过所有这些客户端之后，来的都走了，Ctrl-C 仍以 0 结束', (context) => expectStopsAfterAll(context, server));

  test('有人说到一半，按 Ctrl-C：断开它，以 0 结束', async (context) => {
    needsSignals(context);
    const program = run(context, file, [0]);
    const client = await connectTo(context, await program.port());
    await client.write(encode('half').subarray(0, 3));
    await program.says('连上了');
    program.interrupt();
    await expectSuccess(program);
  });
});

function decode(protocol: Protocol, heard: Buffer): Buffer[] {
  const decoder = protocol.decoder(3 * protocol.maxBytes);
  const contents = decodeAll(decoder, [heard]);
  expect(decoder.pendingBytes).toBe(0);
  return contents;
}

/** 这个进程到现在为止最多占过多少内存，字节。 */
function peakBytes(program: Program): number {
  return 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${program.pid}/status`, 'utf8'))![1]);
}
