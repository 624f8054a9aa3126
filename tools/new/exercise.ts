/** 铺好一个练习：题目、起点、答案、四份错的答案、检查，再把题目放进那一章的页面。 */
import { exists, foldersIn, read } from '../check/read/files.ts';
import { checkTitle, fill, NotLaidOut, type Plan } from './plan.ts';

const example = 'npm run new exercise 07-backpressure 1-slow-reader 慢慢地读';
const parts = ['task.md', 'start.ts', 'solution.ts', 'check.ts', 'wrong/answers-first-only.ts', 'wrong/answers-twice.ts', 'wrong/exits-with-one.ts', 'wrong/keeps-lower-case.ts'];

export function newExercise(root: string, [chapter = '', name = '', titleText, ...rest]: readonly string[]): Plan {
  const page = `docs/${chapter}/index.md`;
  checkPlace(root, chapter, name, page);
  const title = checkTitle(titleText, example);
  if (rest.length > 0) throw new NotLaidOut(`参数多了：${rest.join(' ')}。标题里有空格，就用双引号括起来。例如：${example}`);
  const values = { chapter, name, title, number: name[0]! };
  const folder = `chapters/${chapter}/exercises/${name}`;
  const files = new Map(parts.map((part) => [`${folder}/${part}`, fill(`${part}${part.endsWith('.ts') ? '.txt' : ''}`, values)]));
  // 一章的练习由一个测试文件证明，第一个练习带它来。
  const proofs = `tests/exercises/${chapter}.test.ts`;
  if (!exists(root, proofs)) files.set(proofs, fill('exercises.test.ts.txt', values));
  return {
    files,
    edits: new Map([[page, withExercise(read(root, page), folder)]]),
    next: [
      `先写 ${folder}/task.md：怎样算完成，说得谁都不会读错。`,
      '再写 solution.ts 和 check.ts；start.ts 从答案里拿走要学的那一步。',
      'wrong 里一份一种误解，各有自己的诊断；开头三行写明是哪一种、哪一项检查看出来、想错在哪里。',
      `npm test ${proofs} 证明检查；npm run check 看还剩什么。`,
    ],
  };
}

function checkPlace(root: string, chapter: string, name: string, page: string): void {
  if (!/^\d\d(?:-[a-z][a-z0-9]*)+$/.test(chapter)) throw new NotLaidOut(`先写章的名字，例如 07-backpressure，不能是「${chapter}」。例如：${example}`);
  if (!exists(root, `chapters/${chapter}`) || !exists(root, page)) throw new NotLaidOut(`没有 ${chapter} 这一章（chapters/${chapter} 和 ${page} 都要有）：先运行 npm run new chapter ${chapter} 标题。`);
  if (!/^[1-9](?:-[a-z][a-z0-9]*)+$/.test(name)) throw new NotLaidOut(`练习的名字要写成一位编号、连字符、小写英文，例如 1-split，不能是「${name}」。`);
  const taken = foldersIn(root, `chapters/${chapter}/exercises`).find((other) => other.startsWith(name.slice(0, 2)));
  if (taken) throw new NotLaidOut(`练习 ${name[0]} 已经有了（chapters/${chapter}/exercises/${taken}），不覆盖它：换一个编号。`);
}

/** 题目放在「参考」一节的前面；没有那一节，就放在末尾。 */
function withExercise(page: string, folder: string): string {
  const section = `<!--@include: ../../${folder}/task.md-->\n\n::: details 一份答案（先自己做）\n<<< ../../${folder}/solution.ts\n:::\n`;
  const references = page.search(/^## .*\{#references\}/m);
  if (references < 0) return `${page.trimEnd()}\n\n${section}`;
  return `${page.slice(0, references)}${section}\n${page.slice(references)}`;
}
