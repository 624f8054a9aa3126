import { describe, expect, test } from 'vitest';
import { expectSuccess, run } from '../support/programs.ts';

const server = 'chapters/02-tcp/server.ts';
const client = 'chapters/02-tcp/client.ts';

describe.concurrent('02-tcp：照着读者的做法，一对程序', () => {
  test('一问一答：客户端打印大写的应答，以 0 结束；服务端记下来和走', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    await asking.says('请输入');
    asking.type('hello, world');
    await expectSuccess(asking);
    expect(asking.stdout).toMatch(/^已连接：本地 127\.0\.0\.1:\d+，远端 127\.0\.0\.1:\d+\n请输入一行小写英文，按回车发送：\n应答：HELLO, WORLD\n$/);
    await serving.says(/^正在监听 127\.0\.0\.1:[1-9]\d*（.*）\n(127\.0\.0\.1:\d+) 连上了\n\1 走了\n$/);
    expect(serving.stderr).toBe('');
  });

  test('两头说的是同一个连接：客户端的本地，就是服务端看到的对方', async (context) => {
    const serving = run(context, server, [0]);
    const port = await serving.port();
    const asking = run(context, client, [port]);
    const [, local] = await asking.says(new RegExp(`本地 (\\S+)，远端 127\\.0\\.0\\.1:${port}\n`));
    await serving.says(`${local} 连上了\n`);
  });

  test('一行里有英文也有中文：字母变大写，汉字不变', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    asking.type('hello 你好，ça va');
    await asking.says('应答：HELLO 你好，ÇA VA\n');
    await expectSuccess(asking);
  });

  test('首尾的空格是内容，应答里也在', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    asking.type('  a b  ');
    await expectSuccess(asking);
    expect(asking.stdout).toMatch(/\n应答： {2}A B {2}\n$/);
  });

  test('空行也有应答：送去的是一个换行', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    asking.type('');
    await expectSuccess(asking);
    expect(asking.stdout).toMatch(/\n应答：\n$/);
  });

  test('几个客户端同时连着：后来的先问，先得到应答，谁也不等谁', async (context) => {
    const serving = run(context, server, [0]);
    const port = await serving.port();
    const names = ['first', 'second', 'third'];
    const clients = names.map((name) => ({ name, program: run(context, client, [port]) }));
    await Promise.all(clients.map(({ program }) => program.says('请输入')));
    for (const { name, program } of clients.toReversed()) {
      program.type(name);
      await expectSuccess(program);
      expect(program.stdout).toContain(`应答：${name.toUpperCase()}\n`);
    }
    await serving.says(/(走了[^]*){3}/);
    expect(new Set(serving.stdout.match(/\S+(?= 连上了)/g)).size).toBe(names.length);
  });

  test('主机名 localhost 也连得上', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port(), 'localhost']);
    asking.type('by name');
    await expectSuccess(asking);
    expect(asking.stdout).toContain('应答：BY NAME\n');
  });
});
