/** 程序的大小：一屏读得完，打印得下，一个函数只做一件事，注释讲够而不啰唆。 */
import { eastAsianWidth } from 'get-east-asian-width';
import { Visitor, type ESTree } from 'rolldown/utils';
import { chapters, pairedPrograms, programs } from '../read/course.ts';
import { lineAt, lineCount, read } from '../read/files.ts';
import { isRegionMarker, regions } from '../read/regions.ts';
import { comments, parseSource } from '../read/source.ts';
import type { Finding } from '../finding.ts';

const maxLines = 150;
const maxColumns = 80;
const maxFunctionLines = 30;
const maxNoteLines = 25;
const minDensity = 0.5;
const maxDensity = 1;

export function shape(root: string): Finding[] {
  return chapters(root).flatMap((chapter) => {
    const paired = new Set(pairedPrograms(root, chapter).map(({ file }) => file));
    return programs(root, chapter).flatMap((file) => {
      const text = read(root, file);
      const sizes = [...tooLong(file, text), ...tooWide(file, text), ...longFunctions(file, text)];
      return paired.has(file) ? [...sizes, ...density(file, text)] : sizes;
    });
  });
}

function tooLong(file: string, text: string): Finding[] {
  const limit = file.includes('/steps/0-note/') ? maxNoteLines : maxLines;
  const lines = lineCount(text);
  if (lines <= limit) return [];
  return [{ file, line: limit + 1, what: `有 ${lines} 行，最多 ${limit} 行。`, fix: '删去不讲的部分，或按道理拆成几个文件。' }];
}

function tooWide(file: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const columns = columnsOf(line);
    if (columns <= maxColumns) return [];
    return [{ file, line: index + 1, what: `宽 ${columns} 列，最多 ${maxColumns} 列（汉字和 ①–⑳ 各占两列）。`, fix: '在合适的地方换行。' }];
  });
}

/** 一行占多少列。①、……、—— 这些符号在中文字体里也占两列，按宽的算；字母（é、α）不算。 */
export function columnsOf(line: string): number {
  return [...line].reduce((sum, character) => sum + widthOf(character), 0);
}

function widthOf(character: string): number {
  return eastAsianWidth(character.codePointAt(0)!, { ambiguousAsWide: !/\p{Letter}/u.test(character) });
}

type LineKind = 'blank' | 'comment' | 'marker' | 'code';

/** 每一行是什么。`#region` 是给页面看的标记，读者看不到，既不算注释也不算代码。 */
function lineKinds(text: string): LineKind[] {
  const kinds = text.split('\n').map((line): LineKind => (line.trim() === '' ? 'blank' : isRegionMarker(line) ? 'marker' : 'code'));
  for (const comment of comments(text)) {
    if (!comment.ownLine) continue;
    for (let line = comment.line; line <= comment.endLine; line += 1) {
      if (kinds[line - 1] === 'code') kinds[line - 1] = 'comment';
    }
  }
  return kinds;
}

/** 外壳每个程序都一样，初读时跳过，所以只量外壳之外的部分。 */
function density(file: string, text: string): Finding[] {
  const shell = regions(text).find(({ name }) => name === 'shell');
  const isShell = (line: number): boolean => shell?.endLine !== undefined && line >= shell.line && line <= shell.endLine;
  const kinds = lineKinds(text).filter((_, index) => !isShell(index + 1));
  const commentLines = kinds.filter((kind) => kind === 'comment').length;
  const codeLines = kinds.filter((kind) => kind === 'code').length;
  const ratio = commentLines / codeLines;
  const found = (fix: string): Finding[] => [
    { file, line: 1, what: `外壳之外有注释 ${commentLines} 行、代码 ${codeLines} 行，比是 ${ratio.toFixed(2)}，应在 ${minDensity} 与 ${maxDensity} 之间。`, fix },
  ];
  if (ratio < minDensity) return found('每一步补上为什么、内核此刻做什么、资源到哪里为止。');
  if (ratio > maxDensity) return found('删去重复代码的注释，长的道理搬到页面上。');
  return [];
}

function longFunctions(file: string, text: string): Finding[] {
  const kinds = lineKinds(text);
  const findings: Finding[] = [];
  const check = (node: ESTree.Node, name: string): void => {
    const line = lineAt(text, node.start);
    const codeLines = kinds.slice(line - 1, lineAt(text, node.end)).filter((kind) => kind === 'code').length;
    if (codeLines > maxFunctionLines) findings.push({ file, line, what: `函数${name && ` ${name} `}有 ${codeLines} 行代码，最多 ${maxFunctionLines} 行。`, fix: '拆成几个，一个只做一件事。' });
  };
  const visitor = new Visitor({
    FunctionDeclaration: (node) => check(node, node.id?.name ?? ''),
    FunctionExpression: (node) => check(node, node.id?.name ?? ''),
    ArrowFunctionExpression: (node) => check(node, ''),
  });
  visitor.visit(parseSource(text).program);
  return findings;
}
