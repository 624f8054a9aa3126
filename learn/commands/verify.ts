/** verify：把全部练习（或一章）再判一遍，不管以前通过没有。给自己收尾用，也给老师评分用。 */
import { appendFileSync } from 'node:fs';
import { CannotJudge, type Verdict } from '../../kit/judge.ts';
import { matching } from '../course.ts';
import { fromHere, type House } from '../house.ts';
import { UsageError } from '../options.ts';
import { reasonOf } from '../files/disk.ts';
import { judgeAndRecord } from './check.ts';
import { listText, summaryText } from './verify-text.ts';

/** 一个练习的成绩；没有做的，`verdict` 是 `undefined`。 */
export interface Grade {
  id: string;
  title: string;
  file: string;
  passed: boolean;
  verdict: Verdict | undefined;
  /** 判不了的原因：检查自己出了差错，不能算学习者的错。 */
  reason?: string;
}

export async function verify(house: House): Promise<number> {
  const { course, options, print } = house;
  const ids = options.id === undefined ? course.ids : matching(options.id, course.ids);
  if (ids.length === 0) throw new UsageError('一个练习也没有，什么都没有判。');
  const grades: Grade[] = [];
  for (const id of ids) {
    const grade = await gradeOf(house, id);
    grades.push(grade);
    if (!options.json) print(listText(house, grade));
  }
  const passed = grades.filter((grade) => grade.passed).length;
  if (options.json) print(JSON.stringify({ seed: options.seed, passed: passed === ids.length, passedCount: passed, total: ids.length, exercises: grades }));
  else print(`\n${passed} / ${ids.length} 个练习通过，种子 ${options.seed}`);
  if (options.summary !== undefined) writeSummary(options.summary, summaryText(grades, options.seed));
  if (grades.some(({ reason }) => reason !== undefined)) return 2;
  return passed === ids.length ? 0 : 1;
}

async function gradeOf(house: House, id: string): Promise<Grade> {
  const { course, answers } = house;
  const { title } = await course.load(id);
  const base = { id, title, file: answers.shown(id) };
  if (!answers.exists(id)) return { ...base, passed: false, verdict: undefined };
  try {
    const { verdict } = await judgeAndRecord(house, id, answers.pathOf(id));
    return { ...base, passed: verdict.passed, verdict };
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    return { ...base, passed: false, verdict: undefined, reason: error.message };
  }
}

function writeSummary(file: string, text: string): void {
  try {
    appendFileSync(fromHere(file), text);
  } catch (error) {
    throw new UsageError(`成绩写不进 ${file}：${reasonOf(error)}。`);
  }
}

