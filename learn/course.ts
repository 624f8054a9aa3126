/** 这门课有哪些练习，按几个字找到其中一个，读出它的题目和提示。 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exercises, roomOf } from '../kit/exercises.ts';
import type { Exercise } from '../kit/exercise.ts';
import { UsageError } from './options.ts';

/** 练习的来处。测试里换成一门小课。 */
export interface Course {
  ids: readonly string[];
  load(id: string): Promise<Exercise>;
  /** 练习所在的文件夹：`task.md`、`start.ts`、`solution.ts`。 */
  roomOf(id: string): string;
}

export function wholeCourse(load: Course['load']): Course {
  return { ids: exercises(), load, roomOf };
}

/**
 * 按开头几个字找练习：`01-udp/1` 就是 `01-udp/1-retry`。
 *
 * @throws UsageError 找不到，或者不止一个
 */
export function findExercise(wanted: string, ids: readonly string[]): string {
  const found = matching(wanted, ids);
  if (found.length === 1) return found[0]!;
  throw new UsageError(`「${wanted}」开头的练习不止一个：${found.join('、')}。请多写几个字。`);
}

/** 以 `wanted` 开头的练习；`01-udp/1` 不算 `01-udp/10-…` 的开头，只要有一个编号正好是 1。 */
export function matching(wanted: string, ids: readonly string[]): string[] {
  if (ids.includes(wanted)) return [wanted];
  const found = ids.filter((id) => id.startsWith(wanted));
  if (found.length === 0) throw new UsageError(`没有以「${wanted}」开头的练习。npm run learn list 列出全部。`);
  const exact = found.filter((id) => id.startsWith(`${wanted}-`));
  return exact.length > 0 ? exact : found;
}

export interface Hint {
  title: string;
  text: string;
}

/** `task.md` 里折叠着的提示，由浅入深。 */
export function hintsOf(course: Course, id: string): Hint[] {
  const task = textOf(course, id, 'task.md');
  return [...task.matchAll(/^::: details (.+)\n([^]*?)\n:::$/gm)].map(([, title, text]) => ({ title: title!, text: text!.trim() }));
}

/** 题目在网页上的地址，从站内的根说起。 */
export function pageOf(course: Course, id: string): string {
  const anchor = /^## .*\{#([\w-]+)\}/m.exec(textOf(course, id, 'task.md'))?.[1];
  return `/${id.split('/')[0]}/${anchor ? `#${anchor}` : ''}`;
}

export function textOf(course: Course, id: string, name: string): string {
  const file = join(course.roomOf(id), name);
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : '';
}
