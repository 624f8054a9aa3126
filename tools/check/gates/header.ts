/** 程序的开头先说清楚：它做什么，怎么运行，会看到什么，哪一页讲它。 */
import { chapters, hasPage, pairedPrograms, programs, type Chapter } from '../read/course.ts';
import { read } from '../read/files.ts';
import { hasChinese } from '../read/passage.ts';
import type { Finding } from '../finding.ts';

export function headers(root: string): Finding[] {
  return chapters(root).flatMap((chapter) => {
    const paired = pairedPrograms(root, chapter).map(({ file }) => file);
    const steps = programs(root, chapter).filter((file) => file.includes('/steps/'));
    return [
      ...paired.flatMap((file) => inPaired(root, chapter, file, headerOf(read(root, file)))),
      ...steps.flatMap((file) => runs(file, headerOf(read(root, file)))),
    ];
  });
}

/** 文件开头连着的几行 `//`。 */
function headerOf(text: string): string[] {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines.slice(0, end);
}

function inPaired(root: string, chapter: Chapter, file: string, header: string[]): Finding[] {
  return [...purpose(file, header), ...runs(file, header), ...sees(file, header), ...explained(root, chapter, file, header)];
}

function purpose(file: string, header: string[]): Finding[] {
  if (hasChinese(header[0] ?? '') && !/^\/\/ (?:运行|会看到|讲解)：/.test(header[0]!)) return [];
  return [{ file, line: 1, what: '第一行没有说这个程序做什么。', fix: '写成「// 它是什么：做什么。」。' }];
}

function runs(file: string, header: string[]): Finding[] {
  const line = header.findIndex((text) => text.startsWith('// 运行：'));
  if (line < 0) return [{ file, line: 1, what: '开头没有「运行：」一行。', fix: `写上「// 运行：  npx tsx ${file}」。` }];
  const named = header.some((text) => text.split(/[\s`，。]+/).includes(file));
  return named ? [] : [{ file, line: line + 1, what: '「运行：」里的路径不是这个文件。', fix: `写成 npx tsx ${file}。` }];
}

function sees(file: string, header: string[]): Finding[] {
  if (header.some((text) => text.startsWith('// 会看到：'))) return [];
  return [{ file, line: 1, what: '开头没有「会看到：」一行。', fix: '写上运行以后终端里出现什么，怎样停下。' }];
}

function explained(root: string, chapter: Chapter, file: string, header: string[]): Finding[] {
  const line = header.findIndex((text) => text.startsWith('// 讲解：'));
  if (line < 0) return [{ file, line: 1, what: '开头没有「讲解：」一行。', fix: `写上「// 讲解：  ${chapter.page}」和节名。` }];
  if (header[line]!.includes(chapter.page)) return [];
  const missing = hasPage(root, chapter) ? '' : '（那一页还没有写）';
  return [{ file, line: line + 1, what: '「讲解：」没有指向这一章的页面。', fix: `写成 ${chapter.page}${missing}。` }];
}
