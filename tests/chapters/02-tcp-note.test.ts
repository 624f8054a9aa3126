import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programCommand } from '../../kit/compiled.ts';
import { start, type Program } from '../../kit/program.ts';
import { expectSuccess, needsSignals, run } from '../support/programs.ts';
import { ask, connectTo, listen } from '../support/tcp.ts';

const client = 'chapters/02-tcp/steps/0-note/client.ts';
const serverFile = 'chapters/02-tcp/steps/0-note/server.ts';

let server: Program;
let port: number;

beforeAll(async () => {
  server = start(...programCommand(serverFile, ['0']));
  port = await server.port();
});

afterAll(() => server.stop());

describe.concurrent('教科书写法的一对程序', () => {
  test('一问一答，客户端以 0 结束', async (context) => {
    const asking = run(context, client, [port]);
    asking.type('hello 你好');
    await expectSuccess(asking);
    expect(asking.stdout).toBe('输入一行小写英文：\n来自服务端：HELLO 你好\n');
  });

  test('几个客户端同时问，各得各的应答', async (context) => {
    const clients = ['one', 'two', 'three'].map((name) => ({ name, program: run(context, client, [port]) }));
    for (const { name, program } of clients) program.type(name);
    for (const { name, program } of clients) {
      await expectSuccess(program);
      expect(program.stdout).toContain(`来自服务端：${name.toUpperCase()}\n`);
    }
  });

  test('管道里末尾没有换行，半行也算一行', async (context) => {
    const asking = run(context, client, [port]);
    asking.endInput('piped');
    await expectSuccess(asking);
    expect(asking.stdout).toContain('来自服务端：PIPED\n');
  });

  test('客户端送去的话，末尾没有换行，也没有 FIN', async (context) => {
    const listener = await listen(context);
    const asking = run(context, client, [listener.port]);
    asking.type('hello');
    const peer = await listener.accept();
    expect((await peer.atLeast(5)).toString()).toBe('hello');
    peer.end('HELLO');
    await expectSuccess(asking);
    expect((await peer.toEnd()).toString()).toBe('hello');
  });

  test('不说话的、连上就走的、一次说很多的，都不妨碍别人', async (context) => {
    const [idle, leaving, talking] = [await connectTo(context, port), await connectTo(context, port), await connectTo(context, port)];
    leaving.end();
    talking.end('a'.repeat(300_000));
    await talking.toEnd();
    expect((await ask(context, port, 'next')).toString()).toBe('NEXT');
    expect(idle.ended).toBe(false);
  });

  test('Ctrl-C：系统直接结束它', async (context) => {
    needsSignals(context);
    const program = run(context, serverFile, [0]);
    await program.port();
    program.interrupt();
    expect(await program.exit()).toEqual({ code: null, signal: 'SIGINT' });
  });

  // 下面几处是它的毛病：这一章说它有，就要真的有。
  test('毛病：客户端只读第一块，就当作全部', async (context) => {
    const listener = await listen(context);
    const asking = run(context, client, [listener.port]);
    asking.type('hello');
    const peer = await listener.accept();
    await peer.atLeast(5);
    await peer.write('HEL');
    await asking.says('来自服务端：HEL\n');
    peer.end('LO');
    await expectSuccess(asking);
    expect(asking.stdout).not.toContain('LO');
  });

  test('毛病：读不懂的字节被换成 U+FFFD，再也换不回来', async (context) => {
    expect((await ask(context, port, Uint8Array.of(0x61, 0xff))).toString()).toBe('A\uFFFD');
  });

  test('毛病：没有 error 监听者，一个客户端突然断开（RST），整个服务端崩溃', async (context) => {
    const fragile = run(context, serverFile, [0]);
    const victim = await connectTo(context, await fragile.port());
    await victim.write('');
    victim.reset();
    const { code } = await fragile.exit();
    expect(code).toBe(1);
    expect(fragile.stderr).toContain("Unhandled 'error' event");
    expect(fragile.stderr).toContain('ECONNRESET');
  });
});
