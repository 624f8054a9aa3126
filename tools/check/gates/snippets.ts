/** `<<<` 要取的文件和区域必须都在；取不到，读者在页面上看到的就是一个空洞。 */
import { posix } from 'node:path';
import { pages, transcripts } from '../read/course.ts';
import { exists, read } from '../read/files.ts';
import { readPage, type Snippet, type Spot } from '../read/markdown.ts';
import { regions } from '../read/regions.ts';
import { parseTranscript } from '../../../kit/transcript/parse.ts';
import type { Finding } from '../finding.ts';

export interface Use extends Snippet {
  page: string;
  /** 取的是哪个文件，相对于根目录。 */
  target: string;
}

/** 所有页面上的所有 `<<<`。 */
export function uses(root: string): Use[] {
  return pages(root).flatMap((page) =>
    readPage(read(root, page), page).snippets.map((snippet) => ({ ...snippet, page, target: target(page, snippet.path) })),
  );
}

/** 页面用 `@include` 整份放进来的文件，相对于根目录。 */
export function includes(root: string, page: string): Spot[] {
  return readPage(read(root, page), page).includes.map(({ line, text }) => ({ line, text: target(page, text) }));
}

/** `@` 是 docs/，其余的相对于页面自己。 */
function target(page: string, path: string): string {
  const from = path.startsWith('@') ? 'docs' : posix.dirname(page);
  return posix.normalize(`${from}/${path.replace(/^@\//, '')}`);
}

export function snippets(root: string): Finding[] {
  return [...missingSnippets(root), ...missingIncludes(root)];
}

function missingIncludes(root: string): Finding[] {
  return pages(root).flatMap((file) =>
    includes(root, file)
      .filter(({ text }) => !exists(root, text))
      .map(({ line, text }) => ({ file, line, what: `@include 要放进来的 ${text} 不存在。`, fix: '改正路径，或把文件放到那里。' })),
  );
}

function missingSnippets(root: string): Finding[] {
  return uses(root).flatMap((use) => {
    const found = (what: string, fix: string): Finding[] => [{ file: use.page, line: use.line, what, fix }];
    if (!exists(root, use.target)) return found(`\`<<<\` 要取的 ${use.target} 不存在。`, '改正路径，或把文件放到那里。');
    if (use.region === undefined) return [];
    const names = namesIn(root, use.target);
    if (!names || names.includes(use.region)) return [];
    return found(`${use.target} 里没有「${use.region}」。`, names.length > 0 ? `那里有的是：${[...new Set(names)].join('、')}。` : '那里一个区域也没有。');
  });
}

/** 程序里是区域的名字，记录里是终端的标识；读不懂的记录由 transcripts 那一道来说。 */
function namesIn(root: string, file: string): string[] | undefined {
  const text = read(root, file);
  if (!transcripts(root).includes(file)) return regions(text).map(({ name }) => name);
  try {
    return parseTranscript(text, file).terminals.map(({ id }) => id);
  } catch {
    return undefined;
  }
}
