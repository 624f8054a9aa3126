/** 把判词写成读得懂的话：先是每一项通过没有，再细说第一项没通过的。 */
import { styleText } from 'node:util';
import { root } from '../kit/program.ts';
import type { CheckResult, Verdict } from '../kit/judge.ts';

/** 网页在本机的地址；判词里的小节链接接在它后面。 */
const site = 'http://127.0.0.1:5173';

export function printVerdict(title: string, verdict: Verdict): void {
  console.log(`${bold(verdict.id)}  ${title}\n`);
  for (const check of verdict.checks) console.log(`  ${check.passed ? paint('green', '✓') : paint('red', '✗')} ${check.title}`);
  const failed = verdict.checks.find((check) => !check.passed);
  if (failed) explain(failed);
  const passed = verdict.checks.filter((check) => check.passed).length;
  console.log(`\n${passed} / ${verdict.checks.length} 项通过，用时 ${(verdict.ms / 1000).toFixed(1)} 秒，种子 ${verdict.seed}`);
  if (failed) console.log(`用同样的输入再判一次：npm run learn -- check ${verdict.id} --seed ${verdict.seed}`);
  else console.log('通过了。');
}

function explain(check: CheckResult): void {
  console.log(`\n${bold(`没有通过：${check.title}`)}\n`);
  console.log(indent(shorten(check.message ?? '')));
  if (check.trace.length > 0) {
    console.log('\n  对话：');
    console.log(indent(check.trace.join('\n'), 4));
  }
  console.log(`\n  可能的原因：${check.cause}`);
  console.log(`  讲解：${site}${check.section}（先运行 npm start）`);
  console.log('  亲手重现：');
  console.log(indent(shorten((check.reproduce ?? []).join('\n')), 4));
}

/** 绝对路径换成从项目根目录说起的路径：短，终端里点得开。 */
function shorten(text: string): string {
  return text.replaceAll(root, '');
}

function indent(text: string, spaces = 2): string {
  return text.split('\n').map((line) => ' '.repeat(spaces) + line).join('\n');
}

function bold(text: string): string {
  return paint('bold', text);
}

/** 只在终端里上色；接进管道、或设了 NO_COLOR，就是纯文字。 */
function paint(style: 'bold' | 'green' | 'red', text: string): string {
  return process.stdout.isTTY && !process.env['NO_COLOR'] ? styleText(style, text) : text;
}
