/**
 * 标题都用 `#` 写，前后各空一行。
 *
 * 一段话的下一行紧接着 `---`，Markdown 会把那段话变成标题；写的人多半是想画一条线。
 */
import type { Finding } from '../finding.ts';
import { documents } from '../read/course.ts';
import { read } from '../read/files.ts';
import { readPage } from '../read/markdown.ts';

export function headings(root: string): Finding[] {
  return documents(root).flatMap((file) => {
    const text = read(root, file);
    const lines = text.split('\n');
    return readPage(text, file).headings.flatMap(({ line, text: title }) => {
      if (!lines[line - 1]!.trimStart().startsWith('#')) return [{ file, line, what: `「${title.slice(0, 12)}」被下面的横线变成了标题。`, fix: '横线上面空一行；真要写标题，就用 # 开头。' }];
      if (isBlank(lines[line - 2]) && isBlank(lines[line])) return [];
      return [{ file, line, what: `标题「${title}」前后没有空行。`, fix: '前后各空一行。' }];
    });
  });
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === '' || line === '---';
}
