import { describe, expect, test } from 'vitest';
import { expectSuccess, run } from '../support/programs.ts';

const server = 'chapters/01-udp/server.ts';
const client = 'chapters/01-udp/client.ts';

describe.concurrent('01-udp：照着读者的做法，一对程序', () => {
  test('一问一答：客户端打印大写的应答，以 0 结束；服务端先报地址，再记下一行', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    await asking.says('请输入');
    asking.type('hello, world');
    await expectSuccess(asking);
    expect(asking.stdout).toBe('请输入一行小写英文，按回车发送：\n应答：HELLO, WORLD\n');
    await serving.says(/^已绑定 127\.0\.0\.1:[1-9]\d*，.*\n来自 127\.0\.0\.1:\d+：收到 12 字节，应答 12 字节\n$/);
  });

  test('一行里有英文也有中文：字母变大写，汉字不变', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    asking.type('hello 你好，ça va');
    await asking.says('应答：HELLO 你好，ÇA VA\n');
    await expectSuccess(asking);
  });

  test('空行也是一个报文：得到一个空的应答', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    asking.type('');
    await expectSuccess(asking);
    expect(asking.stdout).toMatch(/\n应答：\n$/);
    await serving.says('收到 0 字节，应答 0 字节\n');
  });

  test('几个客户端同时在：后问的先得到应答，谁也不等谁', async (context) => {
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
    await serving.says(/(来自.*\n){3}/);
    const senders = new Set(serving.stdout.match(/来自 \S+(?=：)/g));
    expect(senders.size).toBe(names.length);
  });

  test('地址写 0.0.0.0：从 127.0.0.1 也问得到', async (context) => {
    if (process.platform === 'win32') context.skip('Windows 的防火墙会弹窗询问');
    const serving = run(context, server, [0, '0.0.0.0']);
    const [, port] = await serving.says(/已绑定 0\.0\.0\.0:(\d+)/);
    const asking = run(context, client, [port!, 'localhost']);
    asking.type('anyone');
    await expectSuccess(asking);
    expect(asking.stdout).toContain('应答：ANYONE\n');
  });
});
