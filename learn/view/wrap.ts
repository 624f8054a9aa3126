/** 折行：按终端里的列数，汉字占两列；英文词不拆开，句读不在行首，括号不在行末。 */
import { widthOf } from './width.ts';

/** 不能放在行首的标点。 */
const closing = /^[，。；：？！、）」』”’》…—·,.;:?!)\]}]$/u;
/** 不能放在行末的标点。 */
const opening = /[（「“『‘《(]$/u;
/** 一个英文词（或一段空白），或者一个汉字这样的字符。 */
const pieces = /[\u0021-\u007e]+|\s+|./gsu;

/**
 * 把一行文字折成不超过 `columns` 列的几行；续行缩进 `indent` 列。
 * 文字里不能有颜色：先折行，再上色。
 */
export function wrap(text: string, columns: number, indent = 0): string[] {
  const lines: string[] = [];
  let line = '';
  for (const token of tokensOf(text, Math.max(2, columns - indent))) {
    if (widthOf(line + token.trimEnd()) <= columns || line.trim() === '') line += token;
    else {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent) + token.trimStart();
    }
  }
  return [...lines, line.trimEnd()];
}

/** 不拆开的小段：句读跟着前一个字走，前括号跟着后一个字走；一行也放不下的长词只好拆。 */
function tokensOf(text: string, columns: number): string[] {
  const tokens: string[] = [];
  for (const piece of text.match(pieces) ?? []) {
    const last = tokens.at(-1);
    const sticks = closing.test(piece) || (last !== undefined && opening.test(last));
    if (sticks && last !== undefined && last.trim() !== '' && piece.trim() !== '' && widthOf(last + piece) <= columns) tokens[tokens.length - 1] = last + piece;
    else if (widthOf(piece) > columns) tokens.push(...cut(piece, columns));
    else tokens.push(piece);
  }
  return tokens;
}

function cut(word: string, columns: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at < word.length; at += columns) parts.push(word.slice(at, at + columns));
  return parts;
}

/** 右边补空格到 `columns` 列。 */
export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** 截短到 `columns` 列，末尾写省略号。 */
export function clip(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(kept + character) > columns - 2) break;
    kept += character;
  }
  return `${kept}……`;
}
