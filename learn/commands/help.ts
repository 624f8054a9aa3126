/** hint 与 solution：一次一条提示；答案等做完了再看。 */
import { findExercise, hintsOf, textOf, type Hint } from '../course.ts';
import { nextOf, type House } from '../house.ts';
import { UsageError } from '../options.ts';
import type { Page } from '../view/verdict.ts';
import { wrap } from '../view/wrap.ts';

/** 命令里写的那一个；没有写，就是第一个没有做完的。 */
export function wantedExercise(house: House, command: string): string {
  const { id } = house.options;
  const found = id === undefined ? nextOf(house) : findExercise(id, house.course.ids);
  if (found === undefined) throw new UsageError(`练习都做完了。要哪一个，写上它的编号，例如：npm run learn ${command} ${house.course.ids[0]}`);
  return found;
}

export function hint(house: House): number {
  const id = wantedExercise(house, 'hint');
  const { shown, total, trouble } = takeHint(house, id);
  if (total === 0) throw new UsageError(`${id} 没有提示。`);
  for (const one of shown) house.print([house.page.paint.bold(one.title), '', ...hintLines(one, house.page), '']);
  house.print(shown.length > 1 ? `${id} 的 ${total} 条提示都看过了，这是全部。` : afterHint(house, id, total));
  if (trouble) console.error(trouble);
  return 0;
}

/** 看下一条提示，并且记下看到了第几条；都看过了，就给全部。 */
export function takeHint({ course, progress }: House, id: string): { shown: Hint[]; total: number; trouble: string | undefined } {
  const hints = hintsOf(course, id);
  const seen = progress.of(id).hints ?? 0;
  if (seen >= hints.length) return { shown: hints, total: hints.length, trouble: undefined };
  return { shown: [hints[seen]!], total: hints.length, trouble: progress.hinted(id, seen + 1) };
}

function afterHint({ progress }: House, id: string, total: number): string {
  const seen = progress.of(id).hints ?? 1;
  return seen < total ? `还有 ${total - seen} 条。先试一试，再看下一条：npm run learn hint ${id}` : '这是最后一条。';
}

/** 题目里的 Markdown 只有段落、反引号和列表，照原样折行就读得懂。 */
export function hintLines({ text }: Hint, { columns }: Page): string[] {
  const paragraphs = text.split(/\n\n+/).map((paragraph) => (/^(?:```|[-*\d])/.test(paragraph) ? paragraph : paragraph.replace(/(?<=[\u2e80-\uffef])\n(?=[\u2e80-\uffef])/g, '').replaceAll('\n', ' ')));
  return paragraphs.flatMap((paragraph, index) => [...(index > 0 ? [''] : []), ...paragraph.split('\n').flatMap((line) => wrap(`  ${line}`, columns, 2))]);
}

export function solution(house: House): number {
  const { course, options, progress, print } = house;
  const id = wantedExercise(house, 'solution');
  if (progress.of(id).passedOn === undefined && !options.yes) {
    throw new UsageError(`${id} 还没有通过。自己想出来的才记得住：先看提示（npm run learn hint ${id}）。\n一定要看答案：npm run learn solution ${id} --yes`);
  }
  print(textOf(course, id, 'solution.ts').trimEnd());
  return 0;
}
