/** list 与 next：有哪些练习，做到哪里了，接下来做哪一个。 */
import { pageOf } from '../course.ts';
import { doneCount, nextOf, stateOf, type House, type State } from '../house.ts';
import { progressBar } from '../view/progress-bar.ts';
import { site } from '../view/site.ts';
import { labelled } from '../view/verdict.ts';
import { pad, wrap } from '../view/wrap.ts';

export async function list(house: House): Promise<number> {
  const rows = await Promise.all(house.course.ids.map(async (id) => ({ id, title: (await house.course.load(id)).title, state: stateOf(house, id) })));
  if (house.options.json) house.print(JSON.stringify(rows));
  else house.print(listLines(house, rows));
  return 0;
}

export interface Row {
  id: string;
  title: string;
  state: State;
}

export function listLines(house: House, rows: readonly Row[]): string[] {
  const { page } = house;
  const idColumns = Math.max(0, ...rows.map(({ id }) => id.length)) + 2;
  const lines = rows.flatMap((row) => rowLines(row, idColumns, house));
  return [...lines, '', progressBar(doneCount(house), rows.length, Math.min(30, page.columns - 10), page.paint)];
}

function rowLines({ id, title, state }: Row, idColumns: number, { page }: House): string[] {
  const { paint, columns } = page;
  const marks: Record<State, string> = { done: paint.tick, changed: paint.warn('~'), started: paint.dim('·'), untouched: ' ' };
  const note = state === 'changed' ? '（通过以后又改过）' : '';
  const text = wrap(title + note, Math.max(10, columns - idColumns - 2));
  if (columns < idColumns + 24) return [`${marks[state]} ${id}`, ...wrap(title + note, columns - 4).map((line) => `    ${line}`)];
  return text.map((line, index) => (index === 0 ? `${marks[state]} ${pad(id, idColumns)}${line}` : ' '.repeat(idColumns + 2) + line));
}

/** 接下来做哪一个；还没有它的文件，就把起点抄来。 */
export async function next(house: House): Promise<number> {
  const { course, answers, page, print } = house;
  const id = nextOf(house);
  if (id === undefined) {
    print('练习都做完了。npm run learn verify 把它们全部再判一遍。');
    return 0;
  }
  const copied = answers.ensure(id);
  const { title } = await course.load(id);
  print([
    `${page.paint.bold(id)}  ${title}`,
    '',
    ...labelled('文件', `${answers.shown(id)}${copied ? '（刚从起点抄来）' : ''}`, page),
    ...labelled('题目', `${site}${pageOf(course, id)}（先运行 npm start）`, page),
    ...labelled('提示', `npm run learn hint ${id}`, page),
    ...labelled('检查', `npm run learn check ${id}`, page),
  ]);
  return 0;
}
