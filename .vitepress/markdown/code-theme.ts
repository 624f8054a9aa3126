// 代码的颜色：像印在纸上的书，只有墨的浓淡和粗细。两种彩色留给「谁写的」。
// 颜色写成类名而不是行内样式：页面小，深浅两套主题也只差几个变量。

import type { ShikiTransformer, ThemeRegistrationAny } from 'shiki';
import type { Element } from './types.ts';

export const codeTheme: ThemeRegistrationAny = {
  name: 'ink',
  type: 'light',
  fg: 'var(--code-ink)',
  bg: 'var(--code-paper)',
  settings: [
    { settings: { foreground: 'var(--code-ink)', background: 'var(--code-paper)' } },
    { scope: ['comment', 'punctuation.definition.comment'], settings: { foreground: 'var(--code-comment)' } },
    { scope: ['string', 'punctuation.definition.string', 'string.regexp'], settings: { foreground: 'var(--code-string)' } },
    { scope: ['keyword', 'storage.type', 'storage.modifier', 'keyword.control'], settings: { foreground: 'var(--code-keyword)' } },
    { scope: ['keyword.operator', 'storage.type.function.arrow'], settings: { foreground: 'var(--code-ink)' } },
    { scope: ['meta.template.expression', 'meta.embedded', 'string.unquoted', 'constant.other.option'], settings: { foreground: 'var(--code-ink)' } },
  ],
};

const classes: Record<string, string> = {
  'color:var(--code-comment)': 'c',
  'color:var(--code-string)': 's',
  'color:var(--code-keyword)': 'k',
};

export const inkTransformer: ShikiTransformer = {
  name: 'ink',
  pre(node) {
    delete node.properties['style'];
    unwrapPlain(node);
  },
  span(node) {
    const name = classes[String(node.properties['style']).toLowerCase()];
    delete node.properties['style'];
    if (name) node.properties['class'] = name;
  },
  line(node) {
    if (!isComment(node)) return;
    this.addClassToHast(node, 'prose');
    keepIndent(node);
  },
};

/** 缩进留在等宽字体里，注释才和代码对得齐。 */
function keepIndent(line: Element): void {
  const span = line.children.find((child): child is Element => child.type === 'element');
  const text = span?.children[0];
  if (text?.type !== 'text') return;
  const indent = /^\s*/.exec(text.value)![0];
  text.value = text.value.slice(indent.length);
  if (indent) line.children.unshift({ type: 'text', value: indent });
}

/** 没有类名的 <span> 什么也不说，留下里面的文字就够了。 */
function unwrapPlain(element: Element): void {
  element.children = element.children.flatMap((child) => {
    if (child.type !== 'element') return [child];
    unwrapPlain(child);
    const plain = child.tagName === 'span' && Object.keys(child.properties).length === 0;
    return plain ? child.children : [child];
  }) as Element['children'];
}

/** 整行都是注释：那是写给人读的话，排得像正文。 */
function isComment(line: Element): boolean {
  const spans = line.children.filter((child): child is Element => child.type === 'element');
  const written = spans.filter((span) => span.children.some((child) => child.type === 'text' && child.value.trim() !== ''));
  return written.length > 0 && written.every((span) => span.properties['class'] === 'c');
}
