/**
 * 读懂一份 Markdown：标题、链接、代码块、`<<<`、给人读的每一段文字，都带着行号。
 *
 * 用的是 VitePress 也在用的 markdown-it，再认两样它自己没有的东西：`<<< 文件#区域` 和 `:::`。
 */
import MarkdownIt, { type StateBlock, type Token } from 'markdown-it';
import { codeMark, hasChinese, type Kind, type Passage } from './passage.ts';

export interface Heading {
  line: number;
  level: number;
  /** 不带 `{#标识}`，不带反引号。 */
  text: string;
  /** 写明了的 `{#标识}`。 */
  id: string | undefined;
}

export interface Fence {
  line: number;
  language: string;
  /** 语言后面写的出处，例如 `chapters/01-udp/server.ts`；没有就是空的。 */
  source: string;
  content: string;
}

/** 一处 `<<<`：要取的文件，要取的区域。 */
export interface Snippet {
  line: number;
  path: string;
  region: string | undefined;
}

export interface Spot {
  line: number;
  text: string;
}

export interface Page {
  headings: Heading[];
  fences: Fence[];
  snippets: Snippet[];
  /** `<!--@include: 路径-->`：整份放进来的别的 Markdown。 */
  includes: Spot[];
  /** 链接、图片、页首的 `link:`，写的是什么就是什么。 */
  links: Spot[];
  /** HTML 标签上的 `id`。 */
  ids: string[];
  /** 反引号里的代码。 */
  codeSpans: Spot[];
  passages: Passage[];
}

const parser = new MarkdownIt({ html: true, linkify: false });
const interrupting = { alt: ['paragraph', 'reference', 'blockquote', 'list'] };
parser.block.ruler.before('fence', 'snippet', (state, line, _end, silent) => lineRule(state, line, silent, 'snippet', /^<<<\s*(\S.*)$/), interrupting);
parser.block.ruler.before('fence', 'container', (state, line, _end, silent) => lineRule(state, line, silent, 'container', /^:{3,}\s*(.*)$/), interrupting);

/** 独占一行的写法：认出来就收成一个记号，余下的内容放在 `info` 里。 */
function lineRule(state: StateBlock, line: number, silent: boolean, type: string, pattern: RegExp): boolean {
  if (state.sCount[line]! - state.blkIndent >= 4) return false;
  const start = state.bMarks[line]! + state.tShift[line]!;
  const match = pattern.exec(state.src.slice(start, state.eMarks[line]));
  if (!match) return false;
  if (silent) return true;
  const token = state.push(type, '', 0);
  token.info = match[1]!.trim();
  token.map = [line, line + 1];
  state.line = line + 1;
  return true;
}

const parsed = new Map<string, Page>();

/** 同一份全文只读一次：好几道关卡看的是同一页。 */
export function readPage(text: string, file: string): Page {
  const key = `${file}\n${text}`;
  const page = parsed.get(key) ?? parsePage(text, file);
  parsed.set(key, page);
  return page;
}

function parsePage(text: string, file: string): Page {
  const page: Page = { headings: [], fences: [], snippets: [], includes: [], links: [], ids: [], codeSpans: [], passages: [] };
  const { body, front } = splitFrontMatter(text);
  readFrontMatter(front, file, page);
  const tokens = parser.parse(body, {});
  let line = 1;
  for (const [index, token] of tokens.entries()) {
    if (token.map) line = token.map[0] + 1;
    readBlock(token, tokens[index - 1], line, file, page);
  }
  return page;
}

/** 页首的 `---` 一段换成空行，后面的行号就不变。 */
function splitFrontMatter(text: string): { body: string; front: string[] } {
  const match = /^---\n([\s\S]*?\n)?---(?=\n|$)/.exec(text);
  if (!match) return { body: text, front: [] };
  return { body: match[0].replace(/[^\n]/g, '') + text.slice(match[0].length), front: match[0].split('\n') };
}

function readFrontMatter(lines: string[], file: string, page: Page): void {
  for (const [index, source] of lines.entries()) {
    const match = /^[\s-]*([\w-]+):\s+(.+?)\s*$/.exec(source);
    if (!match) continue;
    const value = match[2]!.replace(/^(['"])(.*)\1$/, '$2');
    if (/^(?:link|src)$/.test(match[1]!)) page.links.push({ line: index + 1, text: value });
    else addPassage(page, file, index + 1, '页首', value, value);
  }
}

function readBlock(token: Token, before: Token | undefined, line: number, file: string, page: Page): void {
  switch (token.type) {
    case 'fence':
      readFence(token, line, file, page);
      break;
    case 'snippet':
      page.snippets.push({ line, ...parseSnippet(token.info) });
      break;
    case 'container': {
      const title = token.info.replace(/^[\w-]+\s*/, '').replace(/\s*\{[^}]*\}\s*$/, '');
      addPassage(page, file, line, '提示框标题', title, title);
      break;
    }
    case 'html_block':
      readHtml(token.content, line, file, page);
      break;
    case 'inline':
      readInline(token, before, line, file, page);
  }
}

function readFence(token: Token, line: number, file: string, page: Page): void {
  const [, language, rest] = /^([\w-]*)(.*)$/.exec(token.info.trim())! as unknown as [string, string, string];
  const source = /^\s+([\w.-]+\/[\w./-]+)$/.exec(rest)?.[1] ?? '';
  page.fences.push({ line, language, source, content: token.content });
  // 图里的字也是给人读的；图的写法不是 Markdown，只查用词，不查标点。
  if (language === 'plantuml' || language === 'puml') addPassage(page, file, line + 1, '图', token.content, token.content);
}

/** `路径#区域{高亮} [标题]`，与 VitePress 的认法相同：从右往左一样一样剥下来。 */
export function parseSnippet(source: string): Omit<Snippet, 'line'> {
  const rest = source
    .replace(/\s*\[.+\]$/, '')
    .replace(/\s*\{[^{}]*\}$/, '')
    .trim();
  const region = /#([\w.-]+)$/.exec(rest);
  return { path: region ? rest.slice(0, region.index) : rest, region: region?.[1] };
}

function readInline(token: Token, before: Token | undefined, line: number, file: string, page: Page): void {
  const words = readChildren(token, line, file, page);
  if (before?.type === 'heading_open') {
    const [, text, id] = /^(.*?)(?:\s*\{#([\w-]+)[^}]*\})?$/s.exec(token.content)!;
    page.headings.push({ line, level: Number(before.tag.slice(1)), text: text!.replaceAll('`', ''), id });
    addPassage(page, file, line, '正文', text!, words.replace(/\s*\{#[^}]*\}$/, ''));
  } else {
    const kind = before?.type === 'td_open' || before?.type === 'th_open' ? '表格' : '正文';
    addPassage(page, file, line, kind, token.content, words);
  }
}

/** 走一遍行内的记号，顺手记下链接和代码；返回去掉代码之后的文字。 */
function readChildren(token: Token, line: number, file: string, page: Page): string {
  let words = '';
  const here = (): number => line + (words.match(/\n/g)?.length ?? 0);
  for (const child of token.children ?? []) {
    switch (child.type) {
      case 'text':
        words += child.content;
        break;
      case 'code_inline':
        page.codeSpans.push({ line: here(), text: child.content });
        words += codeMark;
        break;
      case 'softbreak':
      case 'hardbreak':
        words += '\n';
        break;
      case 'link_open':
        page.links.push({ line: here(), text: child.attrGet('href') ?? '' });
        break;
      case 'image':
        page.links.push({ line: here(), text: child.attrGet('src') ?? '' });
        addPassage(page, file, here(), '图片说明', child.content, child.content);
        break;
      case 'html_inline':
        readTag(child.content, here(), file, page);
    }
  }
  return words;
}

/** 一段 HTML：标签里的链接和 `id`，标签之间的文字。 */
function readHtml(html: string, line: number, file: string, page: Page): void {
  for (const include of html.matchAll(/<!--\s*@include:\s*([^\s#{]+?)(?:[#{][^>]*)?\s*-->/g)) {
    page.includes.push({ line: line + html.slice(0, include.index).split('\n').length - 1, text: include[1]! });
  }
  const clean = html.replace(/<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1>/g, (gone) => gone.replace(/[^\n]/g, ''));
  for (const tag of clean.matchAll(/<[^>]+>/g)) readTag(tag[0], line + clean.slice(0, tag.index).split('\n').length - 1, file, page);
  const words = clean
    .replace(/<code\b[^>]*>[\s\S]*?<\/code>/g, (code) => codeMark + code.replace(/[^\n]/g, ''))
    .replace(/<[^>]+>/g, (tag) => tag.replace(/[^\n]/g, ''));
  for (const [offset, text] of words.split('\n').entries()) addPassage(page, file, line + offset, '正文', text.trim(), text.trim());
}

function readTag(tag: string, line: number, file: string, page: Page): void {
  for (const [, name, value] of tag.matchAll(/\s([\w-]+)="([^"]*)"/g)) {
    if (name === 'href' || name === 'src') page.links.push({ line, text: value! });
    else if (name === 'id') page.ids.push(value!);
    else addPassage(page, file, line, '标签', value!, value!);
  }
}

function addPassage(page: Page, file: string, line: number, kind: Kind, raw: string, words: string): void {
  if (hasChinese(raw)) page.passages.push({ file, line, kind, raw, words });
}
