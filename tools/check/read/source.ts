/** 读懂一个 TypeScript 文件里写给人看的部分：注释，和带中文的字符串。 */
import ts from 'typescript';
import { codeMark, hasChinese, type Passage } from './passage.ts';

export interface Comment {
  /** 从 1 数起；一个注释可以占好几行。 */
  line: number;
  endLine: number;
  text: string;
  /** 这一行（这几行）上除了它没有别的。 */
  ownLine: boolean;
}

const parsed = new Map<string, ts.SourceFile>();

export function parseSource(text: string, file: string): ts.SourceFile {
  const key = `${file}\n${text}`;
  const source = parsed.get(key) ?? ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  parsed.set(key, source);
  return source;
}

/**
 * 所有的注释，按先后排好。
 *
 * 由 TypeScript 自己指出注释的起止：字符串、模板和正则表达式里的 `//` 都不是注释，自己切总会切错。
 */
export function comments(text: string, file: string): Comment[] {
  const source = parseSource(text, file);
  const ranges = new Map<number, ts.CommentRange>();
  const collect = (found: ts.CommentRange[] | undefined): void => {
    for (const range of found ?? []) ranges.set(range.pos, range);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTokenKind(node.kind)) {
      collect(ts.getLeadingCommentRanges(text, node.pos));
      // 模板的中段后面是表达式，不会有注释；从那里找起，会把 `//` 认错。
      if (node.kind !== ts.SyntaxKind.TemplateHead && node.kind !== ts.SyntaxKind.TemplateMiddle) collect(ts.getTrailingCommentRanges(text, node.end));
    }
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  return [...ranges.values()]
    .sort((a, b) => a.pos - b.pos)
    .map((range) => ({
      line: lineOf(range.pos),
      endLine: lineOf(range.end),
      text: text.slice(range.pos, range.end),
      ownLine: isAlone(text, range),
    }));
}

function isAlone(text: string, range: ts.CommentRange): boolean {
  const before = text.slice(text.lastIndexOf('\n', range.pos - 1) + 1, range.pos);
  const newline = text.indexOf('\n', range.end);
  const after = text.slice(range.end, newline < 0 ? undefined : newline);
  return `${before}${after}`.trim() === '';
}

/** 每个注释里的文字；连着的几行 `//` 是一段话，合成一段。 */
export function commentPassages(text: string, file: string): Passage[] {
  const passages: Passage[] = [];
  let previous: Comment | undefined;
  for (const comment of comments(text, file)) {
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
  const source = parseSource(text, file);
  const passages: Passage[] = [];
  const add = (node: ts.Node, raw: string): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    if (hasChinese(raw)) passages.push({ file, line, kind: '字符串', raw, words: withoutCode(raw).replace(/%[sdifjo]|\$\w+/g, codeMark) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) add(node, node.text);
    else if (ts.isTemplateExpression(node)) add(node, templateText(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return passages;
}

function templateText(node: ts.TemplateExpression): string {
  return node.head.text + node.templateSpans.map((span) => codeMark + span.literal.text).join('');
}
