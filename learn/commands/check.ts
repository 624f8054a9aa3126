/** check：判一个练习；不写是哪一个，就判第一个没有做完的。 */
import { existsSync } from 'node:fs';
import { judge, type Verdict } from '../../kit/judge.ts';
import { findExercise } from '../course.ts';
import { fromHere, nextOf, type House } from '../house.ts';
import { UsageError } from '../options.ts';
import { verdictLines } from '../view/verdict.ts';

export async function check(house: House): Promise<number> {
  const { course, answers, options, page, print } = house;
  const id = options.id === undefined ? nextOf(house) : findExercise(options.id, course.ids);
  if (id === undefined) throw new UsageError('练习都做完了。要再判其中一个，写上它的编号；要全部再判一遍：npm run learn verify');
  const file = fileFor(house, id);
  const exercise = await course.load(id);
  const { verdict, trouble } = await judgeAndRecord(house, id, file);
  if (options.json) {
    print(JSON.stringify(verdict));
  } else {
    print(verdictLines(exercise.title, verdict, againCommand(house, id), page));
    if (verdict.passed) print(whatNext(house));
    if (trouble) console.error(trouble);
  }
  return verdict.passed ? 0 : 1;

  function fileFor(from: House, wanted: string): string {
    if (from.options.file !== undefined) {
      const path = fromHere(from.options.file);
      if (!existsSync(path)) throw new UsageError(`没有这个文件：${from.options.file}`);
      return path;
    }
    if (answers.ensure(wanted) && !options.json) print(`第一次做这个练习：起点已经抄到 ${answers.shown(wanted)}，改它，再运行一次同样的命令。\n`);
    return answers.pathOf(wanted);
  }
}

/** 判，并且记下：判之前和判之后文件是同一份，通过才算这一份通过。 */
export async function judgeAndRecord({ course, answers, progress, options }: House, id: string, file: string): Promise<{ verdict: Verdict; trouble: string | undefined }> {
  const own = file === answers.pathOf(id);
  const before = own ? answers.sumOf(id) : undefined;
  const verdict = await judge(await course.load(id), id, file, options.seed);
  if (!verdict.passed || before === undefined || answers.sumOf(id) !== before) return { verdict, trouble: undefined };
  return { verdict, trouble: progress.pass(id, before) };
}

export function againCommand({ options }: House, id: string): string {
  return `npm run learn check ${id}${options.file === undefined ? '' : ` --file ${options.file}`}`;
}

function whatNext(house: House): string {
  const next = nextOf(house);
  if (next === undefined) return '练习都做完了。';
  return `下一个：npm run learn check ${next}`;
}
