import { describe, expect, test } from 'vitest';
import { run } from '../support/programs.ts';
import { describeShell } from '../support/shell.ts';
import { ask } from '../support/tcp.ts';

const server = 'chapters/02-tcp/server.ts';

describeShell('02-tcp', { protocol: 'tcp', types: 'shell', hears: '应答：SHELL\n' });

describe.concurrent('02-tcp：端口还给了系统', () => {
  test('服务端停下以后，马上可以在同一个端口再启动：TIME_WAIT 不碍事', async (context) => {
    const first = run(context, server, [0]);
    const port = await first.port();
    await ask(context, port, 'hello');
    await first.stop();
    expect(await run(context, server, [port]).port()).toBe(port);
  });
});
