/** 有哪些练习，怎样载入它们。 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Exercise } from './exercise.ts';
import { root } from './program.ts';

/** 所有练习的标识，例如 `01-udp/1-retry`，按学习的先后。 */
export function exercises(): string[] {
  const chapters = join(root, 'chapters');
  return readdirSync(chapters)
    .filter((chapter) => existsSync(join(chapters, chapter, 'exercises')))
    .flatMap((chapter) => readdirSync(join(chapters, chapter, 'exercises')).map((name) => `${chapter}/${name}`))
    .filter((id) => existsSync(join(roomOf(id), 'check.ts')))
    .sort();
}

/** 练习所在的文件夹，绝对路径。 */
export function roomOf(id: string): string {
  const [chapter, name] = id.split('/') as [string, string];
  return join(root, 'chapters', chapter, 'exercises', name);
}

/** 载入一个练习的检查。 */
export async function loadExercise(id: string): Promise<Exercise> {
  const module = (await import(pathToFileURL(join(roomOf(id), 'check.ts')).href)) as { default: Exercise };
  return module.default;
}
