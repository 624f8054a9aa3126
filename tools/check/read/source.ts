/** 读懂一个 TypeScript 文件里写给人看的部分：注释，和带中文的字符串。 */
import { parseSync, Visitor, type ESTree } from 'rolldown/utils';
import { lineAt } from './files.ts';
import { codeMark, hasChinese, type Passage } from './passage.ts';

export interface Comment {
  /** 从 1 数起；一个注释可以占好几行。 */
  line: number;
  endLine: number;
  text: string;
  /** 这一行（这几行）上除了它没有别的。 */
  ownLine: boolean;
}

let last: { text: string; parsed: ReturnType<typeof parseSync> } | undefined;

/** 组件里的脚本也是 TypeScript。同一份文字往往接连来问：先问注释，再问字符串。 */
export function parseSource(text: string): ReturnType<typeof parseSync> {
  if (last?.text !== text) last = { text, parsed: parseSync('source.ts', text) };
  return last.parsed;
}

/** 所有的注释，按先后排好。 */
export function comments(text: string): Comment[] {
  return parseSource(text).comments.map(({ start, end }) => ({
    line: lineAt(text, start),
    endLine: lineAt(text, end),
    text: text.slice(start, end),
    ownLine: isAlone(text, start, end),
  }));
}

function isAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const newline = text.indexOf('\n', end);
  const after = text.slice(end, newline < 0 ? undefined : newline);
  return `${before}${after}`.trim() === '';
}

/** 每个注释里的文字；连着的几行 `//` 是一段话，合成一段。 */
export function commentPassages(text: string, file: string): Passage[] {
  const passages: Passage[] = [];
  let previous: Comment | undefined;
  for (const comment of comments(text)) {
    const raw = plainComment(comment.text);
    const last = passages.at(-1);
    const continues = previous?.ownLine && comment.ownLine && previous.endLine + 1 === comment.line && isLine(previous) && isLine(comment);
    if (continues && last) last.raw += `\n${raw}`;
    else passages.push({ file, line: comment.line, kind: '注释', raw, words: '' });
    previous = comment;
  }
  return passages.filter(({ raw }) => hasChinese(raw)).map((passage) => ({ ...passage, words: withoutCode(passage.raw) }));
}

function isLine(comment: Comment): boolean {
  return comment.text.startsWith('//');
}

/** 去掉注释的记号、`@param 名字` 和写给工具的指令；行数不变。 */
function plainComment(comment: string): string {
  const lines = comment.startsWith('//')
    ? [comment.slice(2)]
    : comment.replace(/^\/\*\*?/, '').replace(/\*\/$/, '').split('\n').map((line) => line.replace(/^\s*\* ?/, ''));
  return lines
    .map((line) => (/^\s*(?:#|\/\/|@ts-|oxlint-|eslint-)/.test(line) ? '' : line))
    .map((line) => line.trim().replace(/^@(?:param|throws|template)\s+\S+\s*|^@\w+\s*/, ''))
    .join('\n');
}

/** 去掉反引号里的代码和成段的代码，行数不变。 */
export function withoutCode(text: string): string {
  return text
    .replace(/```[\s\S]*?```/g, (code) => code.replace(/[^\n]/g, ''))
    .replace(/`[^`\n]+`/g, codeMark)
    .replace(/\w+:\/\/[\w./?#=&%-]+/g, codeMark);
}

/** 带中文的字符串和模板：程序会把它们打印给读者看。`${…}` 换成代码的替身。 */
export function stringPassages(text: string, file: string): Passage[] {
  const passages: Passage[] = [];
  const add = (node: ESTree.Node, raw: string): void => {
    if (hasChinese(raw)) passages.push({ file, line: lineAt(text, node.start), kind: '字符串', raw, words: withoutCode(raw).replace(/%[sdifjo]|\$\w+/g, codeMark) });
  };
  const visitor = new Visitor({
    Literal: (node) => typeof node.value === 'string' && add(node, node.value),
    TemplateLiteral: (node) => add(node, node.quasis.map(({ value }) => value.cooked ?? value.raw).join(codeMark)),
  });
  visitor.visit(parseSource(text).program);
  return passages;
}
