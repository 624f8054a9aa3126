/** 课程由哪些房间组成：各章、它们的程序、页面、记录。 */
import { exists, filesUnder, foldersIn } from './files.ts';

export interface Chapter {
  /** `01-udp` */
  slug: string;
  /** `chapters/01-udp` */
  folder: string;
  /** `docs/01-udp/index.md`，可能还没有写。 */
  page: string;
}

export function chapters(root: string): Chapter[] {
  return foldersIn(root, 'chapters').map((slug) => ({
    slug,
    folder: `chapters/${slug}`,
    page: `docs/${slug}/index.md`,
  }));
}

export function hasPage(root: string, chapter: Chapter): boolean {
  return exists(root, chapter.page);
}

/** 一章里给读者看的程序：练习自成一格，另有它们的规矩。 */
export function programs(root: string, chapter: Chapter): string[] {
  return filesUnder(root, chapter.folder, '.ts').filter((file) => !file.includes('/exercises/'));
}

export type Role = 'server' | 'client';

/** 成对的程序里的一个；`chapters/03-framing/lines/server.ts` 也算。 */
export interface PairedProgram {
  file: string;
  role: Role;
  /** 它的步骤在页面上的标识，`server-1` 里的 `server`，`lines-server-1` 里的 `lines-server`。 */
  idPrefix: string;
}

export function pairedPrograms(root: string, chapter: Chapter): PairedProgram[] {
  return programs(root, chapter).flatMap((file) => {
    const inside = file.slice(chapter.folder.length + 1);
    const match = /^(?:(?!steps\/)[\w-]+\/)?(server|client)\.ts$/.exec(inside);
    if (!match) return [];
    return [{ file, role: match[1] as Role, idPrefix: inside.replace(/\.ts$/, '').replaceAll('/', '-') }];
  });
}

/** 给读者看的页面，`<<<` 就写在它们里面。 */
export function pages(root: string): string[] {
  return filesUnder(root, 'docs', '.md');
}

/** 仓库门口的几份。 */
export function doorDocuments(root: string): string[] {
  return ['README.md', 'CONTRIBUTING.md', 'STYLE.md'].filter((file) => exists(root, file));
}

/** 所有写给人读的 Markdown：页面、练习的题目、仓库门口的几份。 */
export function documents(root: string): string[] {
  return [...doorDocuments(root), ...pages(root), ...filesUnder(root, 'chapters', '.md')];
}

export function transcripts(root: string): string[] {
  return filesUnder(root, 'chapters', '.txt').filter((file) => file.includes('/transcripts/'));
}
