/** verify 的成绩单：终端里一个练习几行，GitHub 的摘要里一张表。 */
import type { CheckResult } from '../../kit/judge.ts';
import type { House } from '../house.ts';
import { shorten } from '../view/verdict.ts';
import { wrap } from '../view/wrap.ts';
import type { Grade } from './verify.ts';

export function listText({ page }: House, grade: Grade): string[] {
  const { paint, columns } = page;
  const failed = firstFailure(grade);
  const why = grade.verdict === undefined ? missing(grade) : failed ? `没有通过：${failed.title}` : '';
  const indented = (text: string): string[] => (text === '' ? [] : wrap(text, columns - 4).map((line) => `    ${line}`));
  return [`${grade.passed ? paint.tick : paint.cross} ${paint.bold(grade.id)}  ${grade.title}`, ...indented(why), ...(failed ? indented(`可能的原因：${failed.cause}`).map(paint.dim) : [])];
}

/** 一张 Markdown 表，接着是每一处没有通过的对话，折叠着。 */
export function summaryText(grades: readonly Grade[], seed: number): string {
  const passed = grades.filter((grade) => grade.passed).length;
  const rows = grades.map((grade) => `| ${grade.passed ? '✅' : '❌'} | ${grade.id} | ${cell(grade.title)} | ${cell(resultOf(grade))} |`);
  const details = grades.flatMap((grade) => detailsOf(grade));
  return [`## 练习：${passed} / ${grades.length} 个通过`, '', '| | 练习 | 题目 | 结果 |', '|---|---|---|---|', ...rows, '', ...details, `种子 ${seed}`, '', ''].join('\n');
}

function resultOf(grade: Grade): string {
  if (grade.verdict === undefined) return missing(grade);
  const { checks } = grade.verdict;
  return `${checks.filter((check) => check.passed).length} / ${checks.length} 项${grade.passed ? '' : `；${firstFailure(grade)!.cause}`}`;
}

function detailsOf(grade: Grade): string[] {
  const failed = firstFailure(grade);
  if (!failed) return [];
  const fence = '`'.repeat(5);
  return [`<details><summary>${grade.id}：${escapeHtml(failed.title)}</summary>`, '', `${fence}text`, shorten(failed.message ?? ''), '', ...failed.trace, fence, '', '</details>', ''];
}

function missing({ reason }: Grade): string {
  return reason === undefined ? '还没有做' : `判不了：${reason}`;
}

function firstFailure(grade: Grade): CheckResult | undefined {
  return grade.verdict?.checks.find((check) => !check.passed);
}

function cell(text: string): string {
  return escapeHtml(text).replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
