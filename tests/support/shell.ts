/** 每一对程序都带着同样的外壳，所以也都要过同样的几关：启动、参数写错、端口被占用、对方没有运行。 */
import { describe, expect, test } from 'vitest';
import { unusedPort } from '../../kit/port.ts';
import type { Program } from '../../kit/program.ts';
import { unknownHost, unknownHostSaid } from './addresses.ts';
import { expectFails, expectSuccess, run, runThroughTsx } from './programs.ts';

type Arguments = readonly (string | number)[];
/** 怎样错、参数、标准错误里该有的话。 */
export type ShellCase = readonly [title: string, args: Arguments, reason: RegExp];

const bothCases: readonly ShellCase[] = [
  ['端口不是数字', ['abc'], /端口.*「abc」/],
  ['端口是负数', [-1], /端口.*「-1」/],
  ['端口大于 65535', [65536], /端口.*「65536」/],
  ['端口写成十六进制', ['0x50'], /端口.*「0x50」/],
];

const serverCases: readonly ShellCase[] = [
  ['主机名查不到', [0, unknownHost], unknownHostSaid],
  // 192.0.2.0/24 留给文档举例（RFC 5737），不会是谁的地址。
  ['地址不在这台机器上', [0, '192.0.2.1'], /这台机器没有地址 192\.0\.2\.1/],
];

const clientCases: readonly ShellCase[] = [
  ['端口是 0', [0], /端口.*「0」/],
  ['主机名查不到', [12000, unknownHost], unknownHostSaid],
];

export interface Shell {
  protocol: 'udp' | 'tcp';
  /** 问客户端什么；不用问的就不写。 */
  types?: string;
  /** 客户端听到应答以后打印的话里，有这一段。 */
  hears: string;
  /** 这一对另有的错法。 */
  server?: readonly ShellCase[];
  client?: readonly ShellCase[];
  /** 第三个参数的一个合法的值；没有第三个参数就不写。 */
  third?: { server: string; client: string };
}

/**
 * 适用于先写端口、再写地址的一对程序；参数不同的另写自己的。
 *
 * @param room 一对程序所在的文件夹，相对于 `chapters/`，例如 `01-udp`、`03-framing/lines`；里面是 server.ts 与 client.ts
 */
export function describeShell(room: string, shell: Shell): void {
  const { protocol, types, hears, third } = shell;
  const [server, client] = [`chapters/${room}/server.ts`, `chapters/${room}/client.ts`];
  const clientArgs = (port: number): Arguments => [port, '127.0.0.1', ...(third ? [third.client] : [])];

  describe.concurrent(`${room}：参数写错，一行中文说明，退出码 1`, () => {
    const tooMany = (port: number, value?: string): ShellCase => ['参数太多', [port, '127.0.0.1', ...(value === undefined ? [] : [value]), 'more', 'again'], /参数多了：more again。/];
    test.for([...bothCases, ...serverCases, tooMany(0, third?.server), ...(shell.server ?? [])])('服务端，%s', ([, args, reason], context) => expectFails(context, server, args, reason));
    test.for([...bothCases, ...clientCases, tooMany(12000, third?.client), ...(shell.client ?? [])])('客户端，%s', ([, args, reason], context) => expectFails(context, client, args, reason));
  });

  describe.concurrent(`${room}：一对程序`, () => {
    test('读者的启动方式，从 tsx 的入口走：说得上话，Ctrl-C 停得下来，端口马上可以再用', async (context) => {
      const serving = runThroughTsx(context, server, [0]);
      const port = await serving.port();
      await talk(runThroughTsx(context, client, clientArgs(port)));
      if (process.platform === 'win32') return;
      await expectStopsBehindTsx(serving);
      expect(await run(context, server, [port]).port()).toBe(port);
    });

    test('端口被占用：第二个服务端说出是哪个端口、怎么办，退出码 1；第一个照常回答', async (context) => {
      const port = await run(context, server, [0]).port();
      await expectFails(context, server, [port], new RegExp(`端口 ${port} 已被别的程序占用：.*换一个端口`));
      await talk(run(context, client, clientArgs(port)));
    });

    // UDP 没有连接可拒绝：等不等得到，各章自己测。
    test.for(protocol === 'tcp' ? ['127.0.0.1', 'localhost'] : [])('服务端没有运行，连 %s，马上就知道：一行中文说明，退出码 1', async (host, context) => {
      const port = await unusedPort();
      await expectFails(context, client, [port, host], new RegExp(`^${host}:${port} 拒绝了连接：.*启动服务端。$`));
    });
  });

  /** 问一句，听到应答，以 0 结束。 */
  async function talk(asking: Program): Promise<void> {
    if (types !== undefined) asking.endInput(`${types}\n`);
    await expectSuccess(asking);
    expect(asking.stdout).toContain(hears);
  }
}

/**
 * tsx 把 Ctrl-C 转给程序，只等它 30 毫秒，两次都没有回音就强行结束，以 130 结束：机器忙的时候会这样，
 * 那是 tsx 的事。程序自己以 0 结束、把端口还给系统，由不经过这个入口的测试来看。
 */
export async function expectStopsBehindTsx(serving: Program): Promise<void> {
  serving.interrupt();
  const { code } = await serving.exit();
  expect([0, 130]).toContain(code);
}
