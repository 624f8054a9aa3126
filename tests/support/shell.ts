/** 每一对程序都带着同样的外壳，所以也都要过同样的一关：参数写错，一行中文说明，退出码 1。 */
import { describe, test, type TestContext } from 'vitest';
import { expectFails } from './programs.ts';

type Arguments = readonly (string | number)[];
/** 怎样错、参数、标准错误里该有的话。 */
export type ShellCase = readonly [title: string, args: Arguments, reason: RegExp];

/** 任何系统都不会拿这个名字去问 DNS（它有一段是空的），所以断网的机器上也立刻有结果。 */
const unknownHost = 'no..such.host';

const bothCases: readonly ShellCase[] = [
  ['端口不是数字', ['abc'], /端口.*「abc」/],
  ['端口是负数', [-1], /端口.*「-1」/],
  ['端口大于 65535', [65536], /端口.*「65536」/],
  ['端口写成十六进制', ['0x50'], /端口.*「0x50」/],
];

const serverCases: readonly ShellCase[] = [
  ['主机名查不到', [0, unknownHost], /查不到主机名「no\.\.such\.host」/],
  // 192.0.2.0/24 留给文档举例（RFC 5737），不会是谁的地址。
  ['地址不在这台机器上', [0, '192.0.2.1'], /这台机器没有地址 192\.0\.2\.1/],
];

const clientCases: readonly ShellCase[] = [
  ['端口是 0', [0], /端口.*「0」/],
  ['主机名查不到', [12000, unknownHost], /查不到主机名「no\.\.such\.host」/],
];

/**
 * 适用于先写端口、再写地址的一对程序；参数不同的另写自己的。
 *
 * @param room 一对程序所在的文件夹，相对于 `chapters/`，例如 `01-udp`、`03-framing/lines`；里面是 server.ts 与 client.ts
 * @param more 这一对另有的错法；`third` 是第三个参数的一个合法的值，没有第三个参数就不写
 */
export function describeShell(room: string, more: { server?: readonly ShellCase[]; client?: readonly ShellCase[]; third?: { server: string; client: string } } = {}): void {
  const tooMany = (port: number, third: string | undefined): ShellCase => ['参数太多', [port, '127.0.0.1', ...(third === undefined ? [] : [third]), 'more', 'again'], /参数多了：more again。/];
  describe.concurrent(`${room}：参数写错，一行中文说明，退出码 1`, () => {
    test.for([...bothCases, ...serverCases, tooMany(0, more.third?.server), ...(more.server ?? [])])('服务端，%s', ([, args, reason], context) => fails(context, 'server', args, reason));
    test.for([...bothCases, ...clientCases, tooMany(12000, more.third?.client), ...(more.client ?? [])])('客户端，%s', ([, args, reason], context) => fails(context, 'client', args, reason));
  });

  async function fails(context: TestContext, name: string, args: Arguments, reason: RegExp): Promise<void> {
    await expectFails(context, `chapters/${room}/${name}.ts`, args, reason);
  }
}
