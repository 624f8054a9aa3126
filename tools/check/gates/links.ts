/** 链接和锚点都要通：别的网站不在这里查，这个仓库里的一处也不能断。 */
import { posix } from 'node:path';
import { documents } from '../read/course.ts';
import { exists, filesUnder, lineAt, read } from '../read/files.ts';
import { readPage, type Page, type Spot } from '../read/markdown.ts';
import type { Finding } from '../finding.ts';
import { includes } from './snippets.ts';

export function links(root: string): Finding[] {
  const inDocuments = documents(root).flatMap((file) => {
    const page = readPage(read(root, file), file);
    return [...page.links.flatMap((link) => check(root, file, link)), ...repeatedIds(file, page)];
  });
  return [...inDocuments, ...filesUnder(root, 'chapters', '.ts').flatMap((file) => inSource(root, file))];
}

/** 判题时叫人去看的那一节：check.ts 里写成字符串的 `'/01-udp/#server-3'`。 */
function inSource(root: string, file: string): Finding[] {
  const text = read(root, file);
  return [...text.matchAll(/'(\/[\w-]+\/?#[\w-]+)'/g)].flatMap((match) => check(root, file, { line: lineAt(text, match.index), text: match[1]! }));
}

function check(root: string, file: string, link: Spot): Finding[] {
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(link.text)) return [];
  const [path, hash] = split(decode(link.text));
  const target = path === '' ? file : resolve(root, file, path);
  const found = (what: string, fix: string): Finding[] => [{ file, line: link.line, what, fix }];
  if (target === undefined) return found(`链接指向的 ${path} 不存在。`, '改正地址，或写出那个文件。');
  if (hash === '' || !target.endsWith('.md')) return [];
  const parts = [target, ...includes(root, target).map(({ text }) => text).filter((part) => exists(root, part))];
  const anchors = new Set(parts.flatMap((part) => [...anchorsOf(part, readPage(read(root, part), part))]));
  if (anchors.has(isOnSite(target) ? siteSlug(hash) : hash)) return [];
  return found(`${target} 里没有锚点 #${hash}。`, '改正锚点，或给那个标题写上 {#标识}。');
}

function decode(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

function split(link: string): [path: string, hash: string] {
  const [path = '', ...hash] = link.split('#');
  return [path.replace(/\?.*$/, ''), hash.join('#')];
}

/** 链接落在哪个文件上；落空就是 `undefined`。 */
function resolve(root: string, file: string, path: string): string | undefined {
  const isAbsolute = path.startsWith('/');
  const base = isAbsolute ? (isOnSite(file) ? 'docs' : '') : posix.dirname(file);
  const target = posix.join(base, path).replace(/\/$/, '');
  // 网站的地址不带 `.md`；文件夹的地址就是里面的 `index.md`；图片之类放在 docs/public/。
  const candidates = [`${target}.md`, target.replace(/\.html$/, '.md'), `${target}/index.md`, posix.join('docs/public', path)];
  const page = candidates.find((candidate) => candidate !== target && exists(root, candidate));
  if (page !== undefined && isOnSite(file)) return page;
  return exists(root, target) ? target : page;
}

/** 题目整份放进页面里，锚点也照网站的算。 */
function isOnSite(file: string): boolean {
  return file.startsWith('docs/') || file.startsWith('chapters/');
}

/** 一份文件里可以跳到的地方。网站和代码托管页面从标题得出锚点的办法不同。 */
function anchorsOf(file: string, page: Page): Set<string> {
  const slug = isOnSite(file) ? siteSlug : repositorySlug;
  const anchors = new Set(page.ids);
  for (const heading of page.headings) {
    const id = heading.id ?? slug(heading.text);
    let unique = id;
    for (let count = 1; anchors.has(unique); count += 1) unique = `${id}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** VitePress 由标题得出锚点的办法（出自 `@mdit-vue/shared`）。 */
export function siteSlug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .replace(/^(\d)/, '_$1')
    .toLowerCase();
}

/** GitHub 由标题得出锚点的办法：去掉标点，空格换成连字符。 */
function repositorySlug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** 同一页里两个标题写了同一个标识：链接只会跳到前一个。 */
function repeatedIds(file: string, page: Page): Finding[] {
  return page.headings.flatMap(({ id, line }, index) => {
    const first = id && page.headings.slice(0, index).find((other) => other.id === id);
    return first ? [{ file, line, what: `标识 {#${id}} 已经给了第 ${first.line} 行的标题。`, fix: '换一个标识。' }] : [];
  });
}
