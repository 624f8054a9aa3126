/** 一段给人读的文字：从哪里来，原样是什么，去掉代码之后是什么。 */
export type Kind =
  | '正文'
  | '表格'
  | '图片说明'
  | '提示框标题'
  | '页首'
  | '标签'
  | '图'
  | '注释'
  | '字符串'
  | '记录';

export interface Passage {
  file: string;
  /** 第一行的行号；`raw` 和 `words` 里的每个换行都是下一行。 */
  line: number;
  kind: Kind;
  /** 照抄的原文，可以当作一小份 Markdown。 */
  raw: string;
  /** 只剩文字：代码和网址都换成了 `codeMark`。 */
  words: string;
}

/** 代码片段在 `words` 里的替身。 */
export const codeMark = '`';

const chinese = /\p{Script=Han}/u;

export function hasChinese(text: string): boolean {
  return chinese.test(text);
}

/** 一段文字里的每一行，连同它的行号。 */
export function wordLines(passage: Passage): { line: number; text: string }[] {
  return passage.words.split('\n').map((text, offset) => ({ line: passage.line + offset, text }));
}
