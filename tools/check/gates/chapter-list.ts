/** README 的「现在写好的有」与写好的章相同：读者从那里走进来。 */
import type { Finding } from '../finding.ts';
import { exists, foldersIn, read } from '../read/files.ts';

/** 表里的一行：`| [01 UDP](docs/01-udp/index.md) | …`。 */
export const chapterRow = /^\| \[[^\]]*\]\(docs\/(\d\d-[a-z0-9-]+)\/index\.md\) \|.*$/gm;

export function chapterList(root: string): Finding[] {
  const file = 'README.md';
  if (!exists(root, file)) return [];
  const text = read(root, file);
  const listed = new Set([...text.matchAll(chapterRow)].map(([, slug]) => slug));
  if (listed.size === 0) return [];
  const line = text.slice(0, text.search(chapterRow)).split('\n').length;
  return foldersIn(root, 'docs')
    .filter((slug) => /^\d\d-/.test(slug) && exists(root, `docs/${slug}/index.md`) && !listed.has(slug))
    .map((slug) => ({ file, line, what: `「现在写好的有」里没有 ${slug}。`, fix: `添一行，链接写 docs/${slug}/index.md。` }));
}
