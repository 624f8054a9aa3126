/**
 * 把学习者的 TypeScript 变成 Node 能直接运行的文件，放进一个临时文件夹。
 *
 * 只去掉类型，不检查类型：类型错误不妨碍程序运行，也不影响判定。
 * sucrase 不改变行号，所以运行时报错的行号就是原文件的行号。
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from 'sucrase';

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
export function compile(source: string): Compiled {
  const code = removeTypes(readFileSync(source, 'utf8'), source);
  const folder = mkdtempSync(join(tmpdir(), 'socket-course-'));
  const runnable = join(folder, 'answer.mjs');
  writeFileSync(runnable, code);
  const url = pathToFileURL(runnable).href;
  return {
    source,
    runnable,
    rename: (text) => text.replaceAll(url, source).replaceAll(runnable, source),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function removeTypes(text: string, source: string): string {
  try {
    return transform(text, { transforms: ['typescript'], disableESTransforms: true }).code;
  } catch (error) {
    // sucrase 的说法是 `Error transforming …: Unexpected token (3:7)`，读者要的只是位置。
    const [, line, column] = /\((\d+):(\d+)\)\s*$/.exec(String((error as Error).message)) ?? [];
    const place = line ? `${source}:${line}:${column}` : source;
    throw new AnswerSyntaxError(`${place} 附近的语法不对。`);
  }
}
