/** 页面上的代码都从程序里取。手抄的代码没有人运行，迟早与程序不同。 */
import { documents } from '../read/course.ts';
import { lineCount, read } from '../read/files.ts';
import { readPage } from '../read/markdown.ts';
import type { Finding } from '../finding.ts';

const languages = new Set(['ts', 'typescript', 'mts', 'cts', 'tsx', 'js', 'javascript', 'mjs', 'cjs', 'jsx']);
const allowedLines = 3;

export function pastedCode(root: string): Finding[] {
  return documents(root).flatMap((file) =>
    readPage(read(root, file), file)
      .fences.filter(({ language, content }) => languages.has(language) && lineCount(content) > allowedLines)
      .map(({ line, content }) => ({
        file,
        line,
        what: `手抄了 ${lineCount(content)} 行代码，最多 ${allowedLines} 行。`,
        fix: '放进 chapters/ 里能运行的程序，用 `<<< 文件#区域` 取来。',
      })),
  );
}
