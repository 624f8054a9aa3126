import { describe, test } from 'vitest';
import { expectOneLine, run } from '../support/programs.ts';
import { describeShell } from '../support/shell.ts';

const client = 'chapters/01-udp/client.ts';

describeShell('01-udp', {
  protocol: 'udp',
  types: 'shell',
  hears: '应答：SHELL\n',
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
