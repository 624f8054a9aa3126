// 目录从写好的页面得来：新写一章，不必改配置。
// 次序：怎样学，各章按文件夹的编号，术语表。标题取自各页的一级标题。

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Page {
  text: string;
  link: string;
}

const chapterFolder = /^\d\d-[a-z0-9-]+$/;

export function listPages(docs: string): Page[] {
  return [page(docs, 'how-to-learn', '/how-to-learn'), ...listChapters(docs), page(docs, 'terms', '/terms')].filter((found) => found !== undefined);
}

export function listChapters(docs: string): Page[] {
  return readdirSync(docs)
    .filter((name) => chapterFolder.test(name))
    .sort()
    .map((name) => page(docs, `${name}/index`, `/${name}/`))
    .filter((found) => found !== undefined);
}

function page(docs: string, path: string, link: string): Page | undefined {
  const file = join(docs, `${path}.md`);
  if (!existsSync(file)) return undefined;
  return { text: firstHeading(readFileSync(file, 'utf8')) ?? path, link };
}

/** 一级标题的文字，去掉 `{#id}` 和行内代码的反引号。 */
export function firstHeading(markdown: string): string | undefined {
  const heading = /^# (.+)$/m.exec(markdown)?.[1];
  return heading?.replace(/\s*\{#[^}]*\}\s*$/, '').replaceAll('`', '').trim();
}
