import { describe, expect, test } from 'vitest';
import { unusedPort } from '../../kit/port.ts';
import { expectFails, expectOneLine, expectSuccess, run } from '../support/programs.ts';
import { describeShell } from '../support/shell.ts';
import { ask, listen } from '../support/tcp.ts';

const server = 'chapters/02-tcp/server.ts';
const client = 'chapters/02-tcp/client.ts';

describeShell('02-tcp');

describe.concurrent('02-tcp：服务端没有运行，马上就知道', () => {
  test.for(['127.0.0.1', 'localhost'])('连 %s：一行中文说明，退出码 1', async (host, context) => {
    const port = await unusedPort();
    await expectFails(context, client, [port, host], new RegExp(`^${host}:${port} 拒绝了连接：.*先启动服务端。$`));
  });
});

describe.concurrent('02-tcp：端口被占用', () => {
  test('被别的程序占着：说出是哪个端口、怎么办，退出码 1', async (context) => {
    const { port } = await listen(context);
    await expectFails(context, server, [port], new RegExp(`端口 ${port} 已被别的程序占用：.*换一个端口`));
  });

  test('第二个服务端监听不了，第一个照常回答', async (context) => {
    const first = run(context, server, [0]);
    const port = await first.port();
    await expectOneLine(run(context, server, [port]), /已被别的程序占用/);
    const asking = run(context, client, [port]);
    asking.type('first');
    await expectSuccess(asking);
    expect(asking.stdout).toContain('应答：FIRST\n');
  });

  test('服务端停下以后，马上可以在同一个端口再启动：TIME_WAIT 不碍事', async (context) => {
    const first = run(context, server, [0]);
    const port = await first.port();
    await ask(context, port, 'hello');
    await first.stop();
    expect(await run(context, server, [port]).port()).toBe(port);
  });
});
