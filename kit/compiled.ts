/**
 * 不经过 tsx 来启动课程的程序：先用 esbuild 编译一次（tsx 用的也是它），再交给 `node`。
 *
 * 测试和重演要启动几百个程序；tsx 每次要四分之一秒的处理器时间，编译好的只要五分之一。
 * 读者的启动方式另有测试：每一对程序都从 tsx 的入口启动一遍。
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { programBuild } from './build-options.ts';
import { root, tsxCommand } from './program.ts';

const compiled = new Map<string, string>();
let folder: string | undefined;

/**
 * 用 `node` 运行一个 TypeScript 程序的命令；同一个文件在这个进程里只编译一次。
 *
 * @param file 相对于 `from`，或者绝对路径；有语法错误的交给 tsx，由它来说
 * @param from 程序从哪个文件夹启动，默认是项目的根目录
 */
export function programCommand(file: string, args: readonly string[] = [], from = root): [string, string[]] {
  const source = resolve(from, file);
  const runnable = compiled.get(source) ?? compile(source);
  if (runnable === undefined) return tsxCommand(file, args);
  compiled.set(source, runnable);
  return [process.execPath, ['--enable-source-maps', runnable, ...args]];
}

function compile(source: string): string | undefined {
  const outfile = join(temporaryFolder(), `${compiled.size}-${basename(source, '.ts')}.mjs`);
  try {
    buildSync({ entryPoints: [source], outfile, ...programBuild });
  } catch {
    return undefined;
  }
  return outfile;
}

function temporaryFolder(): string {
  if (folder === undefined) {
    const made = realpathSync(mkdtempSync(join(tmpdir(), 'socket-course-programs-')));
    process.on('exit', () => rmSync(made, { recursive: true, force: true, maxRetries: 3 }));
    folder = made;
  }
  return folder;
}
