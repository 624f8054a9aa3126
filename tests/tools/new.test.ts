/** 铺出来的一章和一个练习：除了「待写」没有别的毛病，程序能运行，检查证得了自己。 */
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Exercise } from '../../kit/exercise.ts';
import { firstFailure } from '../../kit/judge.ts';
import { root, tsxCommand } from '../../kit/program.ts';
import { formatFinding, type Finding } from '../../tools/check/finding.ts';
import { gates } from '../../tools/check/gates/index.ts';
import { newChapter } from '../../tools/new/chapter.ts';
import { newExercise } from '../../tools/new/exercise.ts';
import { write } from '../../tools/new/plan.ts';
import { expectSuccess, launch, run } from '../support/programs.ts';

/** 名字长的和短的、两种协议，各铺一章。 */
const laid = [
  { slug: '98-a-very-long-name-here', protocol: 'tcp' },
  { slug: '99-udp', protocol: 'udp' },
];
const title = '切开也读得对';
const pendingTerm = '\n| 中文 | 英文 | 不要写 | 是什么 | 初见 |\n| --- | --- | --- | --- | --- |\n| 长度前缀 | length prefix | — | 先说有多长。 | 99-udp |\n';
const course = mkdtempSync(join(tmpdir(), 'course-'));
let before: string[];

beforeAll(() => {
  for (const part of ['README.md', 'CONTRIBUTING.md', 'STYLE.md', 'package.json', 'chapters/01-udp', 'chapters/02-tcp', 'docs']) copy(part);
  // 术语表里先记着它的一章，页面铺好、还没有写完时，也不该催。
  appendFileSync(join(course, 'docs/terms.md'), pendingTerm);
  before = findings().map(withoutLine);
  for (const { slug, protocol } of laid) {
    write(course, newChapter(course, [slug, '成帧', protocol]));
    write(course, newExercise(course, [slug, '1-split', title]));
  }
});

afterAll(() => rmSync(course, { recursive: true, force: true, maxRetries: 3 }));

function copy(part: string): void {
  mkdirSync(join(course, part, '..'), { recursive: true });
  cpSync(join(root, part), join(course, part), { recursive: true });
}

function findings(): Finding[] {
  return gates.flatMap(({ gate }) => gate(course));
}

/** README 添了一行，原来就有的毛病换了行号，还是原来的毛病。 */
function withoutLine({ file, what }: Finding): string {
  return `${file} ${what}`;
}

function said(all: readonly Finding[]): string[] {
  return all.map(formatFinding);
}

describe('铺好的一章和一个练习', () => {
  test('关卡只说「待写」，处处都说到', () => {
    const added = findings().filter((finding) => !before.includes(withoutLine(finding)));
    expect(said(added.filter(({ what }) => !what.startsWith('这里还没有写')))).toEqual([]);
    const marked = new Set(added.map(({ file }) => file));
    for (const { slug } of laid) {
      const room = `chapters/${slug}`;
      const expected = ['README.md', `${room}/server.ts`, `${room}/client.ts`, `${room}/steps/0-note/server.ts`, `${room}/exercises/1-split/task.md`, `${room}/exercises/1-split/check.ts`, `docs/${slug}/index.md`, `tests/chapters/${slug}.test.ts`];
      expect(expected.filter((file) => !marked.has(file))).toEqual([]);
    }
  });

  test.for(laid)('$slug：一对程序，一问一答', async ({ slug }, context) => {
    const program = (name: string): string => join(course, 'chapters', slug, name);
    const serving = run(context, program('server.ts'), [0]);
    const asking = run(context, program('client.ts'), [await serving.port()]);
    asking.type('hello');
    await expectSuccess(asking);
    expect(asking.stdout).toContain('应答：HELLO\n');
  });

  test.for(laid)('$slug：起点的两个程序，一问一答', async ({ slug }, context) => {
    const program = (name: string): string => join(course, 'chapters', slug, 'steps/0-note', name);
    const serving = run(context, program('server.ts'), [0]);
    const [, port] = await serving.says(/(\d+)\n$/);
    const asking = run(context, program('client.ts'), [port!]);
    asking.type('hello');
    await expectSuccess(asking);
    expect(asking.stdout).toContain('HELLO\n');
  });

  test('练习：起点、答案、每份错的答案，各得各的诊断', async () => {
    const room = join(course, 'chapters/99-udp/exercises/1-split');
    const { default: exercise } = (await import(pathToFileURL(join(room, 'check.ts')).href)) as { default: Exercise };
    const diagnosis = async (file: string): Promise<string> => (await firstFailure(exercise, join(room, file), 1))?.diagnosis ?? '通过';
    const wrong = readdirSync(join(room, 'wrong')).map((name) => `wrong/${name}`);
    expect(wrong.length).toBeGreaterThanOrEqual(4);
    const named = wrong.map((file) => /应得的诊断：(\S+)/.exec(readFileSync(join(room, file), 'utf8'))![1]!);
    const judged = await Promise.all(['start.ts', 'solution.ts', ...wrong].map(diagnosis));
    expect(judged).toEqual([exercise.startDiagnosis, '通过', ...named]);
    expect(new Set(named).size).toBe(named.length);
    expect(exercise.title).toBe(title);
  });
});

describe('铺不成，就说为什么，什么也不写', () => {
  const chapterErrors: [string, string[], RegExp][] = [
    ['没有写名字', [], /两位编号、连字符、小写英文/],
    ['名字的样子不对', ['3-Framing', '成帧'], /不能是「3-Framing」/],
    ['名字里有路径', ['../03-framing', '成帧'], /两位编号/],
    ['名字太长', ['97-an-extremely-long-chapter-name', '成帧'], /太长，最多 24 个字符/],
    ['没有标题', ['97-framing'], /没有写标题。例如：npm run new chapter/],
    ['标题忘了，写成协议', ['97-framing', 'udp'], /协议写在标题后面/],
    ['标题没有中文', ['97-framing', 'Framing'], /要有中文/],
    ['标题会弄坏页面', ['97-framing', '成帧 {#a}'], /不带引号、括号/],
    ['协议不认得', ['97-framing', '成帧', 'sctp'], /协议写 tcp 或 udp，不能是「sctp」/],
    ['参数多了', ['97-framing', '成帧', 'tcp', '长度'], /参数多了：长度/],
    ['房间已经有了', ['99-udp', '成帧'], /编号 99 已经有了（chapters\/99-udp），不覆盖它/],
    ['编号已经给了别的一章', ['99-other', '成帧'], /编号 99 已经有了/],
  ];
  test.each(chapterErrors)('一章：%s', (_, args, reason) => {
    expect(() => newChapter(course, args)).toThrow(reason);
  });

  const exerciseErrors: [string, string[], RegExp][] = [
    ['没有写章', [], /先写章的名字/],
    ['没有这一章', ['97-framing', '1-split', title], /没有 97-framing 这一章.*先运行 npm run new chapter 97-framing 标题/],
    ['名字的样子不对', ['99-udp', 'split', title], /一位编号、连字符、小写英文，例如 1-split/],
    ['没有标题', ['99-udp', '2-join'], /没有写标题。例如：npm run new exercise/],
    ['房间已经有了', ['99-udp', '1-split', title], /练习 1 已经有了/],
    ['编号已经给了别的练习', ['99-udp', '1-join', title], /exercises\/1-split/],
  ];
  test.each(exerciseErrors)('练习：%s', (_, args, reason) => {
    expect(() => newExercise(course, args)).toThrow(reason);
  });

  test('半路冒出来的文件也不覆盖，别的文件一个也不写', () => {
    const plan = newChapter(course, ['97-framing', '成帧']);
    const mine = join(course, 'tests/chapters/97-framing.test.ts');
    writeFileSync(mine, '我的');
    expect(() => write(course, plan)).toThrow(/97-framing\.test\.ts 已经有了，不覆盖它/);
    expect([readFileSync(mine, 'utf8'), existsSync(join(course, 'chapters/97-framing'))]).toEqual(['我的', false]);
  });

  test('命令行：什么也不写，打印用法，退出码 1', async (context) => {
    const program = launch(context, ...tsxCommand('tools/new.ts'));
    const { code } = await program.exit();
    expect({ code, said: program.stderr }).toEqual({ code: 1, said: expect.stringMatching(/^用法：\n.*npm run new chapter[^]*切开也读得对\n$/) });
  });
});
