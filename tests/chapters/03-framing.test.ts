import { describe, expect, test } from 'vitest';
import { expectOneLine, expectSuccess, run } from '../support/programs.ts';
import { describeShell } from '../support/shell.ts';
import { protocols } from './03-framing-support.ts';

describe.concurrent.each(protocols)('03-framing：$name的一对程序', ({ folder, maxBytes }) => {
  const [server, client] = [`${folder}/server.ts`, `${folder}/client.ts`];

  test('一个连接上问几句，空的也算，一问一答；问完以 0 结束，服务端记下来和走', async (context) => {
    const serving = run(context, server, [0]);
    const port = await serving.port();
    const asking = run(context, client, [port]);
    await asking.says('请输入');
    asking.type('hello, world');
    await asking.says('应答：HELLO, WORLD\n');
    asking.type('');
    asking.type('你好，ça va');
    await asking.says('应答：你好，ÇA VA\n');
    asking.endInput();
    await expectSuccess(asking);
    expect(asking.stdout).toBe(`已连接 127.0.0.1:${port}\n请输入小写英文，一行一问；问完按 Ctrl-D：\n应答：HELLO, WORLD\n应答：\n应答：你好，ÇA VA\n`);
    await serving.says(/^正在监听 127\.0\.0\.1:[1-9]\d*（.*）\n(127\.0\.0\.1:\d+) 连上了\n\1 走了\n$/);
    expect(serving.stderr).toBe('');
  });

  test('管道里的一万行，一次都来：应答一个不少，先问先答', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    const lines = Array.from({ length: 10_000 }, (_, index) => `line ${index} 中文`);
    asking.endInput(lines.join('\n'));
    await expectSuccess(asking);
    expect(asking.stdout.split('\n').slice(2, -1)).toEqual(lines.map((line) => `应答：${line.toUpperCase()}`));
  });

  test('三个客户端同时连着，各问各的，谁也不等谁', async (context) => {
    const serving = run(context, server, [0]);
    const port = await serving.port();
    const names = ['first', 'second', 'third'];
    const clients = names.map((name) => ({ name, program: run(context, client, [port]) }));
    await Promise.all(clients.map(({ program }) => program.says('请输入')));
    for (const { name, program } of clients.toReversed()) {
      program.type(name);
      await program.says(`应答：${name.toUpperCase()}\n`);
    }
    for (const { program } of clients) {
      program.endInput();
      await expectSuccess(program);
    }
  });

  test('恰好到上限的一行有应答；变成大写长到三倍的，也收得下', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    const longest = 'ΐ'.repeat(maxBytes / 2);
    asking.endInput(`${longest}\nok\n`);
    await expectSuccess(asking);
    expect(asking.stdout).toContain(`应答：${longest.toUpperCase()}\n应答：OK\n`);
  });

  test('多一个字节：不送，一行中文，退出码 1', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    asking.endInput('a'.repeat(maxBytes + 1));
    await expectOneLine(asking, /这一行有 8193 字节，最多 8192 字节。/);
  });
});

describeShell('03-framing/lines', { protocol: 'tcp', types: 'shell', hears: '应答：SHELL\n' });
describeShell('03-framing/length-prefix', { protocol: 'tcp', types: 'shell', hears: '应答：SHELL\n' });
