/** reset 与 undo：从头再来，和取回来。写过的东西一个字也不丢。 */
import { shortPath } from '../files/answers.ts';
import { findExercise } from '../course.ts';
import type { House } from '../house.ts';
import { UsageError } from '../options.ts';

export function reset(house: House): number {
  const { answers, print } = house;
  const id = named(house, 'reset');
  const backup = answers.reset(id);
  if (backup === undefined) print(`${answers.shown(id)} 就是起点，没有什么要备份的。`);
  else print([`${answers.shown(id)} 回到了起点。`, `原来的那一份在 ${shortPath(backup)}`, `取回来：npm run learn undo ${id}`]);
  return 0;
}

export function undo(house: House): number {
  const { answers, print } = house;
  const id = named(house, 'undo');
  const { restored, kept } = answers.undo(id);
  print([`${answers.shown(id)} 换回了 ${shortPath(restored)} 的内容。`, ...(kept ? [`换下来的那一份在 ${shortPath(kept)}`] : [])]);
  return 0;
}

/** 要改文件的命令，一定要说清楚是哪一个。 */
function named({ course, options }: House, command: string): string {
  if (options.id === undefined) throw new UsageError(`要写明是哪一个练习，例如：npm run learn ${command} ${course.ids[0] ?? '01-udp/1'}`);
  return findExercise(options.id, course.ids);
}
