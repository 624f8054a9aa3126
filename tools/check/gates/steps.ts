/** 程序里的步骤和页面上的标题必须一一对应：编号、名字、先后，一样也不能差。 */
import { chapters, hasPage, pairedPrograms, type PairedProgram } from '../read/course.ts';
import { read } from '../read/files.ts';
import { readPage, type Heading } from '../read/markdown.ts';
import type { Finding } from '../finding.ts';

export interface Step {
  line: number;
  /** ① 是 1。 */
  number: number;
  name: string;
}

const firstCircled = '①'.codePointAt(0)!;

/** 程序里的 `// ① 名字`。 */
export function stepsOf(text: string): Step[] {
  return text.split('\n').flatMap((line, index) => {
    const match = /^\/\/ ([①-⑳]) ?(.*)$/.exec(line);
    return match ? [{ line: index + 1, number: match[1]!.codePointAt(0)! - firstCircled + 1, name: match[2]!.trim() }] : [];
  });
}

export function circled(number: number): string {
  return String.fromCodePoint(firstCircled + number - 1);
}

export function steps(root: string): Finding[] {
  return chapters(root)
    .filter((chapter) => hasPage(root, chapter))
    .flatMap((chapter) => {
      const { headings } = readPage(read(root, chapter.page), chapter.page);
      return pairedPrograms(root, chapter).flatMap((program) => compare(root, program, chapter.page, headings));
    });
}

function compare(root: string, program: PairedProgram, page: string, headings: Heading[]): Finding[] {
  const told = headings.filter(({ id }) => id?.startsWith(`${program.idPrefix}-`) && /-\d+$/.test(id));
  const done = stepsOf(read(root, program.file));
  const findings: Finding[] = [];
  for (const step of done) {
    const heading = told.find(({ id }) => id === `${program.idPrefix}-${step.number}`);
    if (heading) findings.push(...compareOne(program, step, page, heading));
    else findings.push(missingHeading(program, step, page, told));
  }
  for (const heading of told) {
    if (done.some(({ number }) => heading.id === `${program.idPrefix}-${number}`)) continue;
    findings.push({ file: page, line: heading.line, what: `${program.file} 里没有这一步（${heading.id}）。`, fix: '删去这个标题，或在程序里补上这一步。' });
  }
  return [...findings, ...outOfOrder(page, told)];
}

function compareOne(program: PairedProgram, step: Step, page: string, heading: Heading): Finding[] {
  const expected = `${circled(step.number)} ${step.name}`;
  if (heading.text === expected) return [];
  return [{ file: page, line: heading.line, what: `标题是「${heading.text}」，${program.file}:${step.line} 那一步却叫「${expected}」。`, fix: '把两处改成一样的编号和名字。' }];
}

function missingHeading(program: PairedProgram, step: Step, page: string, told: Heading[]): Finding {
  const expected = `### ${circled(step.number)} ${step.name} {#${program.idPrefix}-${step.number}}`;
  return { file: page, line: told.at(-1)?.line ?? 1, what: `没有讲 ${program.file}:${step.line} 的「${circled(step.number)} ${step.name}」。`, fix: `补上标题：${expected}。` };
}

function outOfOrder(page: string, told: Heading[]): Finding[] {
  const numberOf = (heading: Heading): number => Number(/\d+$/.exec(heading.id!)![0]);
  return told.flatMap((heading, index) => {
    const before = told[index - 1];
    if (!before || numberOf(before) < numberOf(heading)) return [];
    return [{ file: page, line: heading.line, what: `「${heading.text}」排在「${before.text}」后面，次序乱了。`, fix: '按程序里的先后排。' }];
  });
}
