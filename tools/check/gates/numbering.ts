/** 步骤从 ① 连着编下去；一步一个区域，区域的名字就是编号。 */
import { chapters, pairedPrograms } from '../read/course.ts';
import { read } from '../read/files.ts';
import { regions, type Region } from '../read/regions.ts';
import type { Finding } from '../finding.ts';
import { circled, stepsOf, type Step } from './steps.ts';

export function numbering(root: string): Finding[] {
  return chapters(root).flatMap((chapter) =>
    pairedPrograms(root, chapter).flatMap(({ file }) => {
      const text = read(root, file);
      const steps = stepsOf(text);
      const ranges = regions(text);
      if (steps.length === 0) return [{ file, line: 1, what: '一个步骤也没有。', fix: '每一步的第一行写成「// ① 名字」。' }];
      return [...steps.flatMap((step, index) => [...inSequence(file, step, index), ...inRegion(file, step, ranges)]), ...withoutStep(file, ranges, steps)];
    }),
  );
}

function inSequence(file: string, step: Step, index: number): Finding[] {
  const expected = circled(index + 1);
  if (step.number === index + 1) return step.name === '' ? [{ file, line: step.line, what: `步骤 ${expected} 没有名字。`, fix: '在编号后面写上这一步做什么。' }] : [];
  return [{ file, line: step.line, what: `这里应当是 ${expected}，写的是 ${circled(step.number)}。`, fix: '从 ① 起连着编号。' }];
}

function inRegion(file: string, step: Step, ranges: Region[]): Finding[] {
  const name = `step-${step.number}`;
  if (ranges.some((region) => region.name === name && region.line + 1 === step.line)) return [];
  return [{ file, line: step.line, what: `步骤 ${circled(step.number)} 没有放在自己的区域里。`, fix: `在它的上一行写 // #region ${name}，末尾写 // #endregion ${name}。` }];
}

function withoutStep(file: string, ranges: Region[], steps: Step[]): Finding[] {
  return ranges
    .filter(({ name, line }) => /^step-\d+$/.test(name) && !steps.some((step) => step.line === line + 1))
    .map(({ name, line }) => ({ file, line, what: `区域 ${name} 的第一行不是步骤。`, fix: '区域的第一行写成「// ① 名字」，前面不要有别的。' }));
}
