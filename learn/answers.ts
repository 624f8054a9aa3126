/** 学习者自己的文件：`answers/01-udp/1-retry.ts`。第一次从 `start.ts` 抄来，以后绝不覆盖。 */
import { constants, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { roomOf } from '../kit/exercises.ts';
import { root } from '../kit/program.ts';
import { UsageError } from './options.ts';

/**
 * 按开头几个字找练习：`01-udp/1` 就是 `01-udp/1-retry`。
 *
 * @throws UsageError 没有写、找不到、不止一个
 */
export function findExercise(wanted: string | undefined, ids: readonly string[]): string {
  if (wanted === undefined) throw new UsageError('要检查哪一个练习？例如：npm run learn check 01-udp/1');
  if (ids.includes(wanted)) return wanted;
  const found = ids.filter((id) => id.startsWith(wanted));
  if (found.length === 1) return found[0]!;
  if (found.length === 0) throw new UsageError(`没有以「${wanted}」开头的练习。npm run learn list 列出全部。`);
  throw new UsageError(`「${wanted}」开头的练习不止一个：${found.join('、')}。请多写几个字。`);
}

/**
 * 要判的文件。没有指定文件、`answers/` 里也还没有，就从起点抄一份。
 *
 * @param file 学习者指定的文件，相对于学习者所在的文件夹
 * @throws UsageError 指定的文件不存在，或者抄不进 `answers/`
 */
export function answerFor(id: string, file: string | undefined): { path: string; copied: boolean } {
  if (file !== undefined) {
    // npm 总在项目根目录里运行脚本；INIT_CWD 才是读者敲命令的地方。
    const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), file);
    if (!existsSync(path)) throw new UsageError(`没有这个文件：${file}`);
    return { path, copied: false };
  }
  const path = join(root, 'answers', `${id}.ts`);
  if (existsSync(path)) return { path, copied: false };
  try {
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(join(roomOf(id), 'start.ts'), path, constants.COPYFILE_EXCL);
  } catch (error) {
    throw new UsageError(`起点抄不进 answers/：${(error as Error).message}`);
  }
  return { path, copied: true };
}
