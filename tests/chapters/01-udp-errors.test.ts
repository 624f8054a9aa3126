import { describe, expect, test } from 'vitest';
import { expectFails, expectOneLine, expectSuccess, run } from '../support/programs.ts';
import { describeShell } from '../support/shell.ts';
import { openMailbox } from '../support/udp.ts';

const server = 'chapters/01-udp/server.ts';
const client = 'chapters/01-udp/client.ts';

describeShell('01-udp', {
  server: [['地址是 IPv6', [0, '::1'], /「::1」.*只认 IPv4/]],
  client: [['地址是 IPv6', [12000, '::1'], /「::1」.*只认 IPv4/]],
});

describe.concurrent('01-udp：系统不许', () => {
  test('客户端，发往广播地址：一行中文说明', async (context) => {
    if (process.platform !== 'linux') context.skip('127.255.255.255 在 Linux 上才一定是广播地址');
    const program = run(context, client, [12000, '127.255.255.255']);
    program.type('anyone?');
    await expectOneLine(program, /没有权限发往 127\.255\.255\.255/);
  });
});

describe.concurrent('01-udp：端口被占用', () => {
  test('被别的程序占着：说出是哪个端口、怎么办，退出码 1', async (context) => {
    const holder = await openMailbox(context);
    await expectFails(context, server, [holder.port], new RegExp(`端口 ${holder.port} 已被别的程序占用：.*换一个端口`));
  });

  test('第二个服务端绑定不了，第一个照常回答', async (context) => {
    const first = run(context, server, [0]);
    const port = await first.port();
    await expectOneLine(run(context, server, [port]), /已被别的程序占用/);
    const asking = run(context, client, [port]);
    asking.type('first');
    await expectSuccess(asking);
    expect(asking.stdout).toContain('应答：FIRST\n');
  });
});
