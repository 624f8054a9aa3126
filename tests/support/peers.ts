/** 测试要用的别家程序：没有就跳过并说明；设了 PEERS=required，没有就是失败。 */
import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import { programCommand } from '../../kit/compiled.ts';
import { type Program } from '../../kit/program.ts';
import { hasCommand } from '../../kit/transcript/files.ts';
import { launch } from './programs.ts';

/**
 * @param missing 缺了什么；什么都不缺就传 `undefined`
 */
export function skipUnless(context: TestContext, missing: string | undefined): void {
  if (missing === undefined) return;
  if (process.env['PEERS'] === 'required' && missing.startsWith('没有找到命令')) throw new Error(`PEERS=required，但是${missing}。`);
  context.skip(missing);
}

/** 需要这个命令；没有就跳过（或失败）。 */
export function needs(context: TestContext, command: string): void {
  skipUnless(context, hasCommand(command) ? undefined : `没有找到命令 ${command}`);
}

/** 用 Python 3 运行一个程序，不写文件夹就是 `tests/peers/` 里的；没有 Python 3 就跳过（或失败）。 */
export function python(context: TestContext, file: string, args: readonly (string | number)[] = []): Program {
  const command = pythonCommand();
  skipUnless(context, command === undefined ? '没有找到命令 python3' : undefined);
  // 终端的编码在各系统上不一样，管道也一样；测试里统一成 UTF-8。
  const path = file.includes('/') ? file : `tests/peers/${file}`;
  return launch(context, command!, [path, ...args], { env: { PYTHONUTF8: '1' } });
}

/** 在真正的终端里运行一个 TypeScript 程序：写给它的字节，就是键盘敲进去的。 */
export function terminal(context: TestContext, file: string, args: readonly (string | number)[] = []): Program {
  if (process.platform === 'win32') context.skip('Windows 没有 pty');
  const [node, nodeArgs] = programCommand(file, args.map(String));
  return python(context, 'terminal.py', [node, ...nodeArgs]);
}

let knownPython: { command: string | undefined } | undefined;

/** Windows 上常常只有 `python`；那里的 `python3` 可能只是应用商店的入口，所以要看它答什么。 */
function pythonCommand(): string | undefined {
  knownPython ??= { command: ['python3', 'python'].find(isPython3) };
  return knownPython.command;
}

function isPython3(command: string): boolean {
  return spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout?.startsWith('Python 3') ?? false;
}
