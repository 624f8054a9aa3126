/**
 * 术语以 docs/terms.md 的表为准：「不要写」的词哪里也不能出现，「初见」的页面要在、要真的讲到。
 *
 * 三种情形不算错：整个词放在「」里（那是在谈论它）；它是另一个术语的一部分（「用户数据报协议」里的那三个字）；
 * 表里带括号的（要看上下文，机器分不清）。
 */
import { exists, read } from '../read/files.ts';
import { wordLines } from '../read/passage.ts';
import { allPassages } from '../read/prose.ts';
import type { Finding } from '../finding.ts';
import { uses } from './snippets.ts';

export const termsFile = 'docs/terms.md';

export interface Term {
  line: number;
  /** 同一行可以有两个：「源、目的」。 */
  chinese: string[];
  /** 机器要查的「不要写」。 */
  avoid: string[];
  /** 「不要写」那一格的原文。 */
  avoidCell: string;
  /** 「初见」那一格的原文。 */
  first: string;
}

/** 表里的每一行；一页里可以有好几张同样的表。 */
export function readTerms(root: string): Term[] {
  if (!exists(root, termsFile)) return [];
  return read(root, termsFile)
    .split('\n')
    .flatMap((text, index): Term[] => {
      const cells = text.startsWith('|') ? text.split('|').slice(1, -1).map((cell) => cell.trim()) : [];
      const [chinese, , avoidCell, , first] = cells;
      if (cells.length !== 5 || chinese === '中文' || /^-+$/.test(chinese!)) return [];
      const avoid = avoidCell!.split('、').filter((form) => !/[—（]/.test(form)).map((form) => form.replaceAll('`', ''));
      return [{ line: index + 1, chinese: chinese!.split('、'), avoid, avoidCell: avoidCell!, first: first! }];
    });
}

export function terms(root: string): Finding[] {
  const table = readTerms(root);
  return [...misused(root, table), ...table.flatMap((term) => firstSeen(root, term))];
}

function misused(root: string, table: Term[]): Finding[] {
  const cells = new Set(table.map(({ avoidCell }) => avoidCell));
  const all = table.flatMap(({ chinese }) => chinese);
  return allPassages(root).flatMap((passage) => {
    if (passage.file === termsFile && cells.has(passage.raw)) return [];
    return wordLines(passage).flatMap(({ line, text }) =>
      table.flatMap(({ chinese, avoid }) =>
        avoid
          .filter((form) => isUsed(text, form, all))
          .map((form) => ({ file: passage.file, line, what: `${passage.kind}里用了「${form}」。`, fix: `写「${chinese.join('」或「')}」（见 ${termsFile}）。` })),
      ),
    );
  });
}

function isUsed(text: string, form: string, all: string[]): boolean {
  if (!text.includes(form)) return false;
  const containing = all.filter((term) => term.includes(form));
  const rest = [`「${form}」`, ...containing].reduce((left, allowed) => left.replaceAll(allowed, ''), text);
  return rest.includes(form);
}

/** 「初见」要么是链接，那一页（连同它取来的程序）里要有这个词；要么是还没有写成的一章；不必讲的写 `—`。 */
function firstSeen(root: string, { line, chinese, first }: Term): Finding[] {
  const found = (what: string, fix: string): Finding[] => [{ file: termsFile, line, what, fix }];
  if (first === '—') return [];
  const link = /\]\(\/([\w-]+)\/?(?:#[^)]*)?\)/.exec(first);
  const slug = link?.[1] ?? first;
  const page = pageOf(root, slug);
  if (!link) return page && !isUnwritten(root, page) ? found(`${slug} 已经写成，「初见」还不是链接。`, `写成 [${slug.slice(0, 2)}](/${slug}/)。`) : [];
  if (!page) return found(`「初见」的 /${slug} 不存在。`, '改正链接；还没有写成的一章只写编号，例如 02-tcp。');
  if (isUnwritten(root, page)) return [];
  const programs = uses(root).filter((use) => use.page === page && exists(root, use.target));
  const text = [page, ...programs.map(({ target }) => target)].map((file) => read(root, file)).join('\n');
  const missing = chinese.filter((term) => !text.includes(term));
  return missing.length === 0 ? [] : found(`${page} 里没有「${missing.join('」和「')}」。`, '改正「初见」，或在那一页里讲到它。');
}

/** 页面还带着「待写」：它会由 unwritten 那一道来说，这里不催它讲到术语。 */
function isUnwritten(root: string, page: string): boolean {
  return /(?<!「)待写/.test(read(root, page));
}

function pageOf(root: string, slug: string): string | undefined {
  return [`docs/${slug}/index.md`, `docs/${slug}.md`].find((file) => exists(root, file));
}
