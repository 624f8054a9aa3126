// 标题旁的「#」：与 VitePress 自己的一样，只是读屏软件念中文。

interface HeadingState {
  Token: new (type: string, tag: string, nesting: number) => HeadingToken;
  tokens: HeadingToken[];
}

interface HeadingToken {
  type: string;
  content: string;
  attrs: [string, string][] | null;
  meta: unknown;
  children: HeadingToken[] | null;
}

export function permalink(slug: string, _options: unknown, state: unknown, index: number): void {
  const { Token, tokens } = state as HeadingState;
  const inline = tokens[index + 1]!;
  const title = (inline.children ?? []).filter((child) => /^(?:text|code_inline)$/.test(child.type)).map((child) => child.content);
  const open = Object.assign(new Token('link_open', 'a', 1), {
    attrs: [
      ['class', 'header-anchor'],
      ['href', `#${slug}`],
      ['aria-label', `本节的链接：${title.join('').trim()}`],
    ] as [string, string][],
  });
  // 链接里放一个看不见的字：VitePress 的搜索靠它认出标题的结尾。
  const symbol = Object.assign(new Token('html_inline', '', 0), { content: '&#8203;', meta: { isPermalinkSymbol: true } });
  const space = Object.assign(new Token('text', '', 0), { content: ' ' });
  inline.children?.push(space, open, symbol, new Token('link_close', 'a', -1));
}
