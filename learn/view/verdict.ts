/** 把判词写成读得懂的话：先是每一项通过没有，再细说第一项没通过的。 */
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { root } from '../../kit/program.ts';
import type { CheckResult, Verdict } from '../../kit/judge.ts';
import type { Paint } from './paint.ts';
import { site } from './site.ts';
import { wrap } from './wrap.ts';

export interface Page {
  paint: Paint;
  columns: number;
}

/** 一项检查一行；还没有结果的写作「·」。 */
export function checkLines(checks: readonly { title: string; passed?: boolean; notes?: readonly string[] }[], page: Page): string[] {
  const { paint, columns } = page;
  return checks.flatMap(({ title, passed, notes = [] }) => {
    const mark = passed === undefined ? paint.dim('·') : passed ? paint.tick : paint.cross;
    const [first, ...rest] = wrap(title, columns - 4);
    const text = (line: string): string => (passed === undefined ? paint.dim(line) : line);
    const noted = notes.flatMap((note) => wrap(note, columns - 4)).map((line) => `    ${paint.dim(line)}`);
    return [`  ${mark} ${text(first!)}`, ...rest.map((line) => `    ${text(line)}`), ...noted];
  });
}

/** 第一项没有通过的，从看到了什么说到怎样亲手重现。 */
export function failureLines(check: CheckResult, verdict: Verdict, again: string, page: Page): string[] {
  const { paint } = page;
  const message = shorten(check.message ?? '').split('\n');
  return [
    ...wrap(`没有通过：${check.title}`, page.columns).map(paint.bold),
    '',
    ...message.flatMap((line) => messageLines(line, page)),
    ...(check.trace.length > 0 ? ['', `  ${paint.dim('对话')}`, ...check.trace.flatMap((line) => traceLines(line, page))] : []),
    '',
    ...labelled('可能的原因', check.cause ?? '', page),
    ...linkLine('讲解', `${site}${check.section}`, `${site}${check.section}`, page),
    ...labelled('亲手重现', (check.reproduce ?? []).map(shorten).join('\n'), page),
    ...labelled('同样再判', `${again} --seed ${verdict.seed}`, page),
  ];
}

/** 等宽对齐的几行（应当是、实际是、指着的 ^）折了就对不齐，由它们超出去。 */
function messageLines(line: string, { paint, columns }: Page): string[] {
  if (/^\s*\^/.test(line)) return [`  ${paint.warn(line)}`];
  if (/^(?:应当是|实际是)：/.test(line)) return [`  ${line}`];
  return wrap(line, columns - 2).map((part) => `  ${linkPlaces(part, paint)}`);
}

/** 编号之后缩进；学习者的程序说的话，用应用程序的颜色。 */
function traceLines(line: string, { paint, columns }: Page): string[] {
  const indent = /^\s*\d+\. /.exec(line)?.[0].length ?? 0;
  const mine = /^\s*\d+\. 你的程序/.test(line);
  return wrap(line, columns - 4, indent).map((part) => `    ${mine ? paint.app(part) : part}`);
}

/** 标签一列，内容一列；窄的终端里，内容另起一行。 */
export function labelled(label: string, text: string, page: Page): string[] {
  const { paint, columns } = page;
  if (columns < 60) return [`  ${paint.dim(label)}`, ...text.split('\n').flatMap((line) => wrap(line, columns - 4).map((part) => `    ${part}`))];
  const lines = text.split('\n').flatMap((line) => wrap(line, columns - 14));
  return lines.map((line, index) => `  ${index === 0 ? paint.dim(label) + ' '.repeat(12 - label.length * 2) : ' '.repeat(12)}${line}`);
}

/** 一个链接一行，不折断：折断了就点不开。 */
export function linkLine(label: string, shown: string, url: string, { paint, columns }: Page): string[] {
  const text = paint.link(columns < 60 ? shown.replace(/^http:\/\//, '') : shown, url);
  if (columns < 60) return [...(label ? [`  ${paint.dim(label)}`] : []), `  ${text}`];
  return [`  ${paint.dim(label)}${' '.repeat(12 - label.length * 2)}${text}`];
}

export function summaryLine(verdict: Verdict): string {
  const passed = verdict.checks.filter((check) => check.passed).length;
  return `${passed} / ${verdict.checks.length} 项通过，用时 ${(verdict.ms / 1000).toFixed(1)} 秒，种子 ${verdict.seed}`;
}

/** 一份完整的判词，从题目的标题到最后一句。 */
export function verdictLines(title: string, verdict: Verdict, again: string, page: Page): string[] {
  const failed = verdict.checks.find((check) => !check.passed);
  return [
    `${page.paint.bold(verdict.id)}  ${title}`,
    '',
    ...checkLines(verdict.checks, page),
    ...(failed ? ['', ...failureLines(failed, verdict, again, page)] : []),
    '',
    summaryLine(verdict),
    ...(failed ? [] : [page.paint.good('通过了。')]),
  ];
}

/** 绝对路径换成从项目根目录说起的路径：短，终端里点得开。 */
export function shorten(text: string): string {
  return text.replaceAll(root, '');
}

/** 「answers/01-udp/1-retry.ts:12」这样的地方，点得开。 */
function linkPlaces(text: string, paint: Paint): string {
  return text.replace(/[\w./\\-]+\.ts(?=:\d+)/, (file) => paint.link(file, pathToFileURL(resolve(root, file)).href));
}
