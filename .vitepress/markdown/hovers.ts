// <<< 引入的 .ts：给来自 Node 的名字标上签名，页面上指着它、或用键盘走到它就能看见。

import { readFileSync } from 'node:fs';
import type { MarkdownRenderer } from 'vitepress';
import type { ShikiTransformer } from 'shiki';
import { findHovers, type Hover } from './hover-types.ts';
import { snippetOf } from './types.ts';

/** 高亮器只看得到文字和 info，源文件的路径就写在 info 里带过去。 */
const sourceMark = /\bfrom=(\S+)/;

export function hoverPlugin(md: MarkdownRenderer): void {
  const renderFence = md.renderer.rules.fence!;
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const token = tokens[index]!;
    const file = snippetOf(token)?.src;
    if (file?.endsWith('.ts') && !isAnswer(file)) token.info += ` from=${encodeURIComponent(file)}`;
    return renderFence(tokens, index, ...rest);
  };
}

/** 练习的答案不标：同样的名字正文里都标过，用键盘的人不必再走几百站。 */
export function isAnswer(file: string): boolean {
  return /[\\/]exercises[\\/]/.test(file);
}

/** 把整个文件里的位置换成显示出来的这一段里的位置。 */
function hoversOfShown(file: string, shown: string): Hover[] {
  const fileLines = readFileSync(file, 'utf8').replaceAll('\r\n', '\n').split('\n');
  const lines = shown.split('\n');
  const indent = (line: string): number => line.search(/\S/);
  const places = matchLines(fileLines, lines);
  return findHovers(file).flatMap((hover) => {
    const line = places.indexOf(hover.line);
    if (line < 0) return [];
    const cut = indent(fileLines[hover.line]!) - indent(lines[line]!);
    return [{ ...hover, line, character: hover.character - cut }];
  });
}

/** 显示的各行在文件里是第几行：区段标记去掉了，缩进可能少了，次序不变。 */
function matchLines(fileLines: string[], lines: string[]): number[] {
  const from = fileLines.map((line) => line.trim());
  const wanted = lines.map((line) => line.trim());
  for (let start = 0; start < from.length; start += 1) {
    const places = matchFrom(from, wanted, start);
    if (places) return places;
  }
  return [];
}

function matchFrom(from: string[], wanted: string[], start: number): number[] | undefined {
  const places: number[] = [];
  let at = start;
  for (const line of wanted) {
    while (at < from.length && from[at] !== line && /^\/\/ ?#(?:end)?region\b/.test(from[at]!)) at += 1;
    if (at >= from.length || from[at] !== line) return line === '' && places.length === wanted.length - 1 ? places : undefined;
    places.push(at);
    at += 1;
  }
  return places;
}

export const hoverTransformer: ShikiTransformer = {
  name: 'hovers',
  preprocess(code, options) {
    const file = sourceMark.exec(String(options.meta?.__raw ?? ''))?.[1];
    if (!file) return;
    const seen = new Set<string>();
    const hovers = hoversOfShown(decodeURIComponent(file), code);
    options.decorations = [...(options.decorations ?? []), ...hovers.map((hover) => decoration(hover, seen))];
  },
};

/** 同一个签名在一段代码里只占一次 Tab 键，指针则处处可用。 */
function decoration(hover: Hover, seen: Set<string>) {
  const first = !seen.has(hover.key);
  seen.add(hover.key);
  const { line, character, length, key } = hover;
  return {
    start: { line, character },
    end: { line, character: character + length },
    properties: { class: 'hover', 'data-type': key, ...(first ? { tabindex: 0 } : {}) },
    alwaysWrap: true,
  };
}
