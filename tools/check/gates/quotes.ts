/**
 * 仓库门口的几份文档抄来作例子的几行，要与原处一字不差。
 *
 * 出处写在代码块开头、语言的后面：一对反引号围栏，接着 `ts chapters/01-udp/server.ts`。
 */
import type { Finding } from '../finding.ts';
import { doorDocuments } from '../read/course.ts';
import { exists, read } from '../read/files.ts';
import { readPage, type Fence } from '../read/markdown.ts';

export function quotes(root: string): Finding[] {
  return doorDocuments(root).flatMap((file) => readPage(read(root, file), file).fences.flatMap((fence) => check(root, file, fence)));
}

function check(root: string, file: string, { line, source, content }: Fence): Finding[] {
  if (source === '') return [];
  const found = (what: string, fix: string): Finding[] => [{ file, line, what, fix }];
  if (!exists(root, source)) return found(`例子的出处 ${source} 不存在。`, '改正路径，或换一个例子。');
  if (linesOf(read(root, source)).includes(linesOf(content))) return [];
  return found(`例子与 ${source} 里的不同。`, '从那里重新抄；那里已经没有这几行，就换一个例子。');
}

/** 每一行掐头去尾，前后各有一个换行：找到的总是整行。 */
function linesOf(text: string): string {
  return `\n${text.trim().split('\n').map((line) => line.trim()).join('\n')}\n`;
}
