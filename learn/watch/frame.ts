/** 一屏：从上到下是进度、练习、每一项、判词、按键。窗口放不下，先略去对话的中间，再把各项并成一行。 */
import { pathToFileURL } from 'node:url';
import type { CheckResult, Verdict } from '../../kit/judge.ts';
import { listLines, type Row } from '../commands/list.ts';
import { hintLines } from '../commands/help.ts';
import { doneCount, type House } from '../house.ts';
import { progressBar } from '../view/progress-bar.ts';
import { site } from '../view/site.ts';
import { checkLines, failureLines, labelled, linkLine, type Page } from '../view/verdict.ts';
import { widthOf } from '../view/width.ts';
import { clip, wrap } from '../view/wrap.ts';
import type { Scene } from './session.ts';

const keys: [key: string, meaning: string][] = [['h', '提示'], ['n', '下一题'], ['l', '列表'], ['r', '再判'], ['q', '退出']];
/** 对话至少留这么几句：怎样开始，怎样结束。 */
const leastTrace = 3;

/** @param rows 练习的列表，画列表时用 */
export function frameLines(scene: Scene, house: House, rows: readonly Row[], height: number): string[] {
  const { page } = house;
  const top = [...headLines(scene, house), ''];
  const bottom = ['', ...footLines(scene, page)];
  const room = Math.max(1, height - top.length - bottom.length);
  const body = bodyLines(scene, house, rows, room);
  const all = [...top, ...body, ...bottom];
  return all.length <= height ? all : squeeze(top, body, bottom, height, page);
}

/** 还是放不下：去掉空行，再从判词的末尾截，留住按键。 */
function squeeze(top: string[], body: string[], bottom: string[], height: number, { paint }: Page): string[] {
  const tight = (lines: string[]): string[] => lines.filter((line) => line !== '');
  const [head, middle, foot] = [tight(top), tight(body), tight(bottom)];
  const room = height - head.length - foot.length;
  if (room >= middle.length) return [...head, ...middle, ...foot];
  return [...head, ...middle.slice(0, Math.max(0, room - 1)), paint.dim('……（窗口矮，下面还有）'), ...foot].slice(0, height);
}

function headLines({ id, title, page: address }: Scene, house: House): string[] {
  const { page, answers, course } = house;
  const { paint, columns } = page;
  const narrow = columns < 60;
  const name = narrow ? '练习' : '套接字编程 · 练习';
  const count = ` ${doneCount(house)} / ${course.ids.length}`;
  const width = Math.min(40, columns - widthOf(name) - count.length - 2);
  const file = answers.pathOf(id);
  const gap = ' '.repeat(Math.max(2, columns - widthOf(name) - width - count.length));
  return [
    `${paint.bold(name)}${gap}${progressBar(doneCount(house), course.ids.length, width, paint)}`,
    '',
    ...wrap(`${id}  ${title}`, columns, narrow ? 2 : id.length + 2).map(paint.bold),
    ...linkLine(narrow ? '' : '文件', answers.shown(id), pathToFileURL(file).href, page),
    ...linkLine(narrow ? '' : '题目', `${site}${address}`, `${site}${address}`, page),
  ];
}

function bodyLines(scene: Scene, house: House, rows: readonly Row[], room: number): string[] {
  const { page } = house;
  if (scene.panel === 'list') return listLines(house, rows);
  if (scene.panel === 'hint' && scene.hint) {
    const { hint, number, total } = scene.hint;
    const after = number < total ? `先试一试。再按 h 看下一条（${number} / ${total}）。` : `这是最后一条（${number} / ${total}）。再按 h 从头看。`;
    return [page.paint.bold(hint.title), '', ...hintLines(hint, page), '', page.paint.dim(after)];
  }
  if (scene.alreadyDone) return [page.paint.good('这个练习已经通过，文件没有改过，不必再判。'), page.paint.dim('按 n 做下一题，按 r 再判一次。')];
  const failed = scene.verdict?.checks.find((check) => !check.passed);
  if (!scene.verdict || !failed) return [...checkLines(scene.checks, page), ...(scene.verdict ? ['', ...praise(scene, page)] : [])];
  return fittedFailure(scene, scene.verdict, failed, page, room);
}

function praise({ id }: Scene, page: Page): string[] {
  return [page.paint.good('通过了。'), ...wrap(`按 n 做下一题。想看看别的写法：npm run learn solution ${id}`, page.columns).map(page.paint.dim)];
}

/** 依次从简：全部；略去对话的中间；把各项并成一行；不要对话。 */
function fittedFailure(scene: Scene, verdict: Verdict, failed: CheckResult, page: Page, room: number): string[] {
  const again = `npm run learn check ${scene.id}`;
  const compose = (checks: string[], trace: string[]): string[] => [...checks, '', ...failureLines({ ...failed, trace }, verdict, again, page)];
  const whole = checkLines(scene.checks, page);
  const brief = briefChecks(scene, page);
  for (const checks of [whole, brief]) {
    for (let kept = failed.trace.length; kept >= Math.min(leastTrace, failed.trace.length); kept -= 1) {
      const lines = compose(checks, shortened(failed.trace, kept));
      if (lines.length <= room) return lines;
    }
  }
  return compose(brief, []);
}

/** 留下开头几句和末尾几句。 */
function shortened(trace: string[], kept: number): string[] {
  if (kept >= trace.length) return trace;
  const head = Math.ceil((kept - 1) / 2);
  return [...trace.slice(0, head), `……（略去 ${trace.length - kept + 1} 句）`, ...trace.slice(trace.length - (kept - 1 - head))];
}

function briefChecks({ checks }: Scene, { paint }: Page): string[] {
  const passed = checks.filter((check) => check.passed).length;
  const failed = `${paint.cross} ${checks.length - passed} 项没有通过`;
  return [passed === 0 ? `  ${failed}` : `  ${paint.tick} ${passed} 项通过   ${failed}`];
}

function footLines(scene: Scene, page: Page): string[] {
  const { paint, columns } = page;
  const notes = scene.types.length > 0 ? labelled('类型', `${scene.types.map((note) => clip(note, columns * 2)).join('\n')}（不影响判题）`, page).map(paint.warn) : [];
  const notice = scene.notice ? wrap(scene.notice, columns).map(paint.warn) : [];
  return [...notes, ...notice, paint.dim(clip(statusOf(scene), columns)), keyLine(page)];
}

function statusOf({ running, verdict, judgedAt }: Scene): string {
  if (running) return '正在判……';
  if (!verdict || !judgedAt) return '等着你存盘。';
  const passed = verdict.checks.filter((check) => check.passed).length;
  return `${passed} / ${verdict.checks.length} 项通过，${(verdict.ms / 1000).toFixed(1)} 秒，${judgedAt.toTimeString().slice(0, 8)}，种子 ${verdict.seed}`;
}

function keyLine({ paint, columns }: Page): string {
  return keys.map(([key, meaning]) => `${paint.bold(key)} ${meaning}`).join(columns < 60 ? ' ' : '   ');
}
