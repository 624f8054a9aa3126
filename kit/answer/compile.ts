/**
 * 把学习者的 TypeScript 变成 Node 能直接运行的文件，放进一个临时文件夹。
 *
 * 用 esbuild，与读者自己运行时的 tsx 是同一个编译器：tsx 跑得起来的（enum、namespace、`./` 的导入），这里也跑得起来。
 * 只去掉类型，不检查类型。行号由 source map 换回原文件。
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure } from 'esbuild';
import { programBuild } from '../build-options.ts';

/** 编译好的答案；用完要 `remove()`。 */
export interface Compiled {
  /** 学习者的文件，照学习者写的那样。 */
  source: string;
  /** 可以交给 `node` 的文件。 */
  runnable: string;
  /** 把输出里临时文件的名字换回学习者的文件名。 */
  rename(text: string): string;
  remove(): void;
}

/** 语法错误；`line` 从 1 数起。 */
export class AnswerSyntaxError extends Error {
  override name = 'AnswerSyntaxError';
}

/**
 * @param source 学习者的文件
 * @throws AnswerSyntaxError 语法错误，`message` 里有文件名和行号
 */
export async function compile(source: string): Promise<Compiled> {
  // 真实路径：macOS 的 /tmp 是符号链接，栈里写的是它指向的地方。
  // 用到才载入：列一列练习用不着它。
  const { build } = await import('esbuild');
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'socket-course-')));
  const runnable = join(folder, 'answer.mjs');
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    // 不用 buildSync：esbuild 的服务进程留着，守在旁边的判题第二次编译只要几毫秒。
    await build({ entryPoints: [source], outfile: runnable, ...programBuild });
  } catch (error) {
    remove();
    const [first] = (error as BuildFailure).errors ?? [];
    if (!first) throw error;
    const place = first.location ? `${source}:${first.location.line}:${first.location.column + 1}` : source;
    throw new AnswerSyntaxError([`${place} 附近的语法不对（${first.text}）。`, first.location?.lineText].filter(Boolean).join('\n'));
  }
  const names = [runnable, pathToFileURL(runnable).href, pathToFileURL(source).href];
  return { source, runnable, rename: (text) => names.reduce((said, name) => said.replaceAll(name, source), text), remove };
}
