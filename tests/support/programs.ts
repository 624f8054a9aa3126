/** 在测试里启动课程的程序；测试一结束，不论成败，按进程号结束它。 */
import { expect, type TestContext } from 'vitest';
import { programCommand } from '../../kit/compiled.ts';
import { start, type Program, type StartOptions } from '../../kit/program.ts';

type Arguments = readonly (string | number)[];

/** 运行任意一条命令。 */
export function launch(context: TestContext, command: string, args: Arguments = [], options: StartOptions = {}): Program {
  const program = start(command, args.map(String), options);
  context.onTestFinished(() => program.stop());
  return program;
}

/** 运行一个 TypeScript 程序，编译好了直接交给 Node；`file` 相对项目根目录。 */
export function run(context: TestContext, file: string, args: Arguments = []): Program {
  return launch(context, ...programCommand(file, args.map(String)));
}

/** 程序该以 0 结束；不是 0 的时候，失败信息里要有它说过的话。 */
export async function expectSuccess(program: Program): Promise<void> {
  const exit = await program.exit();
  expect({ ...exit, stderr: program.stderr }).toEqual({ code: 0, signal: null, stderr: '' });
}

/** 程序该以 1 结束，标准错误里只有一行中文，里面有 `reason`；没有调用栈，也没有别的。 */
export async function expectOneLine(program: Program, reason: RegExp): Promise<void> {
  const { code } = await program.exit();
  const lines = program.stderr.split('\n');
  expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringMatching(reason), ''] });
  expect(lines[0]).toMatch(/\p{Script=Han}/u);
}

/** 一开始就没有做成：一行中文说明，退出码 1，标准输出是空的。 */
export async function expectFails(context: TestContext, file: string, args: Arguments, reason: RegExp): Promise<void> {
  const program = run(context, file, args);
  await expectOneLine(program, reason);
  expect(program.stdout).toBe('');
}

/** 读者的启动方式：`npx tsx 文件`，从 tsx 的命令行入口走一遍。 */
export function runThroughTsx(context: TestContext, file: string, args: Arguments = []): Program {
  const program = launch(context, process.execPath, ['node_modules/tsx/dist/cli.mjs', file, ...args]);
  // tsx 另开一个进程来运行程序；只结束 tsx，那一个就留下了，所以先请它转达 Ctrl-C。
  context.onTestFinished(async () => {
    program.interrupt();
    await program.exit();
  });
  return program;
}

/** Ctrl-C 在 Windows 上没有信号可发，这一类测试在那里跳过。 */
export function needsSignals(context: TestContext): void {
  if (process.platform === 'win32') context.skip('Windows 没有 SIGINT：测试里的 Ctrl-C 在那里是直接结束进程');
}

/** 服务端陪过许多客户端：等到来的都走了，按 Ctrl-C，仍以 0 结束，最后一行说端口还给了系统。 */
export async function expectStopsAfterAll(context: TestContext, server: Program): Promise<void> {
  needsSignals(context);
  const count = (word: string): number => server.stdout.split(word).length;
  await server.until(() => count(' 走了\n') === count(' 连上了\n'), '来的都走了');
  server.interrupt();
  expect(await server.exit()).toEqual({ code: 0, signal: null });
  expect(server.stdout).toMatch(/\n已停止，端口还给系统。\n$/);
}

/** 服务端还没有客户端，按 Ctrl-C，以 0 结束。 */
export async function expectStopsIdle(context: TestContext, file: string): Promise<void> {
  needsSignals(context);
  const program = run(context, file, [0]);
  await program.port();
  program.interrupt();
  await expectSuccess(program);
}
