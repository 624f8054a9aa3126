import { describe, expect, test } from 'vitest';
import { unusedPort } from '../../kit/port.ts';
import { expectFails, expectOneLine, expectSuccess, run } from '../support/programs.ts';
import { describeShell } from '../support/shell.ts';
import { listen } from '../support/tcp.ts';

const server = 'chapters/04-closing/server.ts';
const client = 'chapters/04-closing/client.ts';

describeShell('04-closing');

describe.concurrent('04-closing：服务端没有运行，马上就知道', () => {
  test.for(['127.0.0.1', 'localhost'])('连 %s：一行中文说明，退出码 1', async (host, context) => {
    const port = await unusedPort();
    await expectFails(context, client, [port, host], new RegExp(`^${host}:${port} 拒绝了连接：.*先启动服务端。$`));
  });
});

describe.concurrent('04-closing：端口被占用', () => {
  test('被别的程序占着：说出是哪个端口、怎么办，退出码 1', async (context) => {
    const { port } = await listen(context);
    await expectFails(context, server, [port], new RegExp(`端口 ${port} 已被别的程序占用：.*换一个端口`));
  });

  test('第二个服务端监听不了，第一个照常回答', async (context) => {
    const first = run(context, server, [0]);
    const port = await first.port();
    await expectOneLine(run(context, server, [port]), /已被别的程序占用/);
    const asking = run(context, client, [port]);
    asking.endInput('first\n');
    await expectSuccess(asking);
    expect(asking.stdout).toContain('听完了，一共 6 字节。\n');
  });
});
