/**
 * 铺好一章。程序从已经写好的一章抄来：外壳逐行相同，步骤能运行，作者在它上面改。
 * 另备一份样本的话，样本会与那一章走样。
 */
import { exists, foldersIn, read } from '../check/read/files.ts';
import { chapterRow } from '../check/gates/chapter-list.ts';
import { circled, stepsOf } from '../check/gates/steps.ts';
import { columnsOf } from '../check/gates/shape.ts';
import { checkTitle, fill, NotLaidOut, type Plan } from './plan.ts';

const models: Readonly<Record<string, string>> = { udp: '01-udp', tcp: '02-tcp' };
const example = 'npm run new chapter 07-backpressure 背压 tcp';

export function newChapter(root: string, [slug = '', titleText, protocol = 'tcp', ...rest]: readonly string[]): Plan {
  checkSlug(root, slug);
  const title = checkTitle(titleText, example);
  const model = models[protocol.toLowerCase()];
  if (!model) throw new NotLaidOut(`协议写 tcp 或 udp，不能是「${protocol}」；标题里有空格，就用双引号括起来。例如：${example}`);
  if (rest.length > 0) throw new NotLaidOut(`参数多了：${rest.join(' ')}。标题里有空格，就用双引号括起来。例如：${example}`);
  if (!exists(root, `chapters/${model}/server.ts`)) throw new NotLaidOut(`没有 chapters/${model}，抄不到程序：请在完整的仓库里运行。`);
  return { files: files(root, { slug, title, protocol: protocol.toLowerCase() }, model), edits: withRow(root, slug, title), next: next(slug) };
}

function checkSlug(root: string, slug: string): void {
  if (!/^\d\d(?:-[a-z][a-z0-9]*)+$/.test(slug)) throw new NotLaidOut(`章的名字要写成两位编号、连字符、小写英文，例如 07-backpressure，不能是「${slug}」。`);
  if (slug.length > 24) throw new NotLaidOut(`章的名字「${slug}」太长，最多 24 个字符：程序的每一行不能超过 80 列。`);
  const rooms = ['chapters', 'docs'].flatMap((room) => foldersIn(root, room).map((name) => ({ room, name })));
  const taken = rooms.find(({ name }) => name.startsWith(slug.slice(0, 3)));
  if (taken) throw new NotLaidOut(`编号 ${slug.slice(0, 2)} 已经有了（${taken.room}/${taken.name}），不覆盖它：换一个编号。`);
}

function files(root: string, { slug, title, protocol }: { slug: string; title: string; protocol: string }, model: string): Map<string, string> {
  const folder = `chapters/${slug}`;
  const from = (file: string): string => read(root, `chapters/${model}/${file}`).replaceAll(model, () => slug);
  const server = marked(from('server.ts'), `${title}，服务端`);
  const client = marked(from('client.ts'), `${title}，客户端`);
  const number = slug.slice(0, 2);
  const values = { slug, number, title, protocol, 'server-steps': sections(slug, 'server', server), 'client-steps': sections(slug, 'client', client) };
  return new Map([
    [`${folder}/server.ts`, server],
    [`${folder}/client.ts`, client],
    [`${folder}/steps/0-note/server.ts`, markedNote(from('steps/0-note/server.ts'))],
    [`${folder}/steps/0-note/client.ts`, markedNote(from('steps/0-note/client.ts'))],
    [`${folder}/transcripts/hello.txt`, from('transcripts/hello.txt')],
    [`docs/${slug}/index.md`, fill('page.md', values)],
    [`tests/chapters/${slug}.test.ts`, fill('chapter.test.ts.txt', values)],
  ]);
}

/** README 的目录添一行，照编号的先后。 */
function withRow(root: string, slug: string, title: string): Map<string, string> {
  if (!exists(root, 'README.md')) return new Map();
  const text = read(root, 'README.md');
  const rows = [...text.matchAll(chapterRow)];
  const before = rows.filter(([, listed]) => listed! < slug).at(-1) ?? rows[0];
  if (!before) return new Map();
  const row = `| [${slug.slice(0, 2)} ${title}](docs/${slug}/index.md) | 待写：一句话说它教什么 | |`;
  const end = before.index + before[0].length;
  return new Map([['README.md', `${text.slice(0, end)}\n${row}${text.slice(end)}`]]);
}

/** 名字长的一章，抄来的行会超出 80 列：在不改意思的地方换行。 */
function wrapped(program: string): string {
  return program.replace(/^\/\/ 讲解： .*$|^const usage = .*$/gm, (line) => {
    if (columnsOf(line) <= 80) return line;
    return line.replace('，编号', '，\n//         编号').replace('const usage = ', 'const usage =\n  ');
  });
}

/** 第一行和每一步都记上「待写」：抄来的话不一定合这一章，要一步一步看过。 */
function marked(program: string, name: string): string {
  return wrapped(program)
    .replace(/^.*/, () => `// ${name}：待写，一句话说它做什么。`)
    .replace(/^\/\/ [①-⑳] .*$/gm, (line) => `${line}\n// 待写：改成这一章的这一步，注释说为什么。`);
}

function markedNote(program: string): string {
  return program.replace(/^(?:\/\/ (?!运行：).*\n)+/, () => '// 待写：这个起点从哪里来，有哪几处毛病。\n');
}

/** 程序的每一步，在页面上一节。 */
function sections(slug: string, role: 'server' | 'client', program: string): string {
  return stepsOf(program)
    .map(({ number, name }) => `### ${circled(number)} ${name} {#${role}-${number}}\n\n<<< ../../chapters/${slug}/${role}.ts#step-${number}\n\n待写：这一步看得见什么，为什么。`)
    .join('\n\n');
}

function next(slug: string): string[] {
  return [
    `运行它：两个终端，npx tsx chapters/${slug}/server.ts 和 npx tsx chapters/${slug}/client.ts。`,
    `改程序，一步一步消掉「待写」；步骤改了名字，docs/${slug}/index.md 里的标题跟着改。`,
    `npm run transcripts ${slug} 把新的输出录下来。`,
    `npm test ${slug} 和 npm run check，看还剩什么。`,
    `加一个练习：npm run new exercise ${slug} 1-名字 标题。`,
  ];
}
