import { describe, expect, test, type TestContext } from 'vitest';
import { unusedPort } from '../../kit/port.ts';
import { expectOneLine, expectSuccess, run } from '../support/programs.ts';
import { listen } from '../support/tcp.ts';

const server = 'chapters/04-closing/server.ts';
const client = 'chapters/04-closing/client.ts';

type Case = [title: string, args: (string | number)[], reason: RegExp];

/** 任何系统都不会拿这个名字去问 DNS（它有一段是空的），所以断网的机器上也立刻有结果。 */
const unknownHost = 'no..such.host';

const serverCases: Case[] = [
  ['端口不是数字', ['abc'], /端口.*「abc」/],
  ['端口是负数', [-1], /端口.*「-1」/],
  ['端口大于 65535', [65536], /端口.*「65536」/],
  ['端口写成十六进制', ['0x50'], /端口.*「0x50」/],
  ['参数太多', [0, '127.0.0.1', 'more', 'again'], /参数多了：more again。/],
  ['主机名查不到', [0, unknownHost], /查不到主机名「no\.\.such\.host」/],
  // 192.0.2.0/24 留给文档举例（RFC 5737），不会是谁的地址。
  ['地址不在这台机器上', [0, '192.0.2.1'], /这台机器没有地址 192\.0\.2\.1/],
];

const clientCases: Case[] = [
  ['端口不是数字', ['abc'], /端口.*「abc」/],
  ['端口是负数', [-1], /端口.*「-1」/],
  ['端口大于 65535', [65536], /端口.*「65536」/],
  ['端口是 0', [0], /端口.*「0」/],
  ['参数太多', [12000, '127.0.0.1', 'more'], /参数多了：more。/],
  ['主机名查不到', [12000, unknownHost], /查不到主机名「no\.\.such\.host」/],
];

describe.concurrent('04-closing：参数写错，一行中文说明，退出码 1', () => {
  test.for(serverCases)('服务端，%s', async ([, args, reason], context) => {
    await fails(context, server, args, reason);
  });

  test.for(clientCases)('客户端，%s', async ([, args, reason], context) => {
    await fails(context, client, args, reason);
  });
});

describe.concurrent('04-closing：服务端没有运行，马上就知道', () => {
  test.for(['127.0.0.1', 'localhost'])('连 %s：一行中文说明，退出码 1', async (host, context) => {
    const port = await unusedPort();
    await fails(context, client, [port, host], new RegExp(`^${host}:${port} 拒绝了连接：.*先启动服务端。$`));
  });
});

/** 什么也没做成：标准输出该是空的。 */
async function fails(context: TestContext, file: string, args: (string | number)[], reason: RegExp): Promise<void> {
  const program = run(context, file, args);
  await expectOneLine(program, reason);
  expect(program.stdout).toBe('');
}

describe.concurrent('04-closing：端口被占用', () => {
  test('被别的程序占着：说出是哪个端口、怎么办，退出码 1', async (context) => {
    const { port } = await listen(context);
    await fails(context, server, [port], new RegExp(`端口 ${port} 已被别的程序占用：.*换一个端口`));
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
