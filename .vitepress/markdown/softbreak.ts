// 源文件里一段话写成几行，换行在网页上会变成空格；两个汉字之间不该有空格。

import type { MarkdownRenderer } from 'vitepress';
import type { Token } from './types.ts';

const wide = String.raw`[\u2018-\u201d\u2026\u2014\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]`;
const punctuation = String.raw`[\u2018-\u201d\u2026\u2014\u3000-\u303f\uff00-\uffef]`;
const endsWide = new RegExp(`${wide}$`);
const startsWide = new RegExp(`^${wide}`);
const endsWithPunctuation = new RegExp(`${punctuation}$`);
const startsWithPunctuation = new RegExp(`^${punctuation}`);

export function softbreakPlugin(md: MarkdownRenderer): void {
  const renderBreak = md.renderer.rules.softbreak!;
  md.renderer.rules.softbreak = (tokens, index, ...rest) => {
    const before = tokens.slice(0, index).findLast(hasText)?.content ?? '';
    const after = tokens.slice(index + 1).find(hasText)?.content ?? '';
    const joined = endsWithPunctuation.test(before) || startsWithPunctuation.test(after) || (endsWide.test(before) && startsWide.test(after));
    return joined ? '' : renderBreak(tokens, index, ...rest);
  };
}

function hasText(token: Token): boolean {
  return token.content !== '';
}
