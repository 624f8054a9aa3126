import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programCommand } from '../../kit/compiled.ts';
import { start, type Program } from '../../kit/program.ts';
import { expectSuccess, run } from '../support/programs.ts';
import { openMailbox } from '../support/udp.ts';

const client = 'chapters/01-udp/steps/0-note/client.ts';

let server: Program;
let port: string;

beforeAll(async () => {
  server = start(...programCommand('chapters/01-udp/steps/0-note/server.ts', ['0']));
  [, port] = (await server.says(/^服务端已就绪，端口 (\d+)\n/)) as unknown as [string, string];
});

afterAll(() => server.stop());

describe.concurrent('笔记的一对程序', () => {
  test('一问一答，客户端以 0 结束', async (context) => {
    const asking = run(context, client, [port]);
    asking.type('hello 你好');
    await expectSuccess(asking);
    expect(asking.stdout).toBe('输入一行小写英文：\nHELLO 你好\n');
  });

  test('几个客户端轮流问，一个服务端都回答', async (context) => {
    const clients = ['one', 'two', 'three'].map((name) => ({ name, program: run(context, client, [port]) }));
    for (const { name, program } of clients) program.type(name);
    for (const { name, program } of clients) {
      await expectSuccess(program);
      expect(program.stdout).toContain(`\n${name.toUpperCase()}\n`);
    }
  });

  test('空行：得到空的应答', async (context) => {
    const asking = run(context, client, [port]);
    asking.endInput('\n');
    await expectSuccess(asking);
    expect(asking.stdout).toBe('输入一行小写英文：\n\n');
  });

  test('管道里末尾没有换行，半行也算一行', async (context) => {
    const asking = run(context, client, [port]);
    asking.endInput('piped');
    await expectSuccess(asking);
    expect(asking.stdout).toContain('PIPED\n');
  });

  // 下面两处是它的毛病：01 这一页说它有，就要真的有。
  test('毛病：读不懂的字节被换成 U+FFFD，再也换不回来', async (context) => {
    const mailbox = await openMailbox(context);
    expect((await mailbox.ask(Uint8Array.of(0x61, 0xff), Number(port))).toString()).toBe('A\uFFFD');
  });

  test('毛病：不看是谁寄来的，陌生人先到就打印陌生人的', async (context) => {
    const [genuine, stranger] = [await openMailbox(context), await openMailbox(context)];
    const asking = run(context, client, [genuine.port]);
    asking.type('hello');
    const asked = await genuine.next();
    await stranger.send('FORGED', asked.port);
    await expectSuccess(asking);
    expect(asking.stdout).toContain('\nFORGED\n');
  });
});
