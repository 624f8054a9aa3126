// ①②③……在标题、正文和代码里是同一样东西：都套上 class="step"，由样式表画成一样的。
// 代码里一步的开头，编号挂到代码块的边上。

import type { MarkdownRenderer } from 'vitepress';
import type { ShikiTransformer } from 'shiki';
import type { Element } from './types.ts';

const circled = /[①-⑳]/;
const stepComment = /^(\s*\/\/ )([①-⑳] )(.*)$/s;

export const stepTransformer: ShikiTransformer = {
  name: 'steps',
  line(node) {
    const span = node.children.find((child): child is Element => child.type === 'element');
    const text = span?.children[0];
    const match = text?.type === 'text' ? stepComment.exec(text.value) : undefined;
    if (!match) return;
    const number: Element = { type: 'element', tagName: 'span', properties: { class: 'step' }, children: [{ type: 'text', value: match[2]! }] };
    span!.children = [{ type: 'text', value: match[1]! }, number, { type: 'text', value: match[3]! }];
    this.addClassToHast(node, 'step-line');
    this.addClassToHast(this.pre, 'has-steps');
  },
};

export function stepPlugin(md: MarkdownRenderer): void {
  const renderText = md.renderer.rules.text!;
  md.renderer.rules.text = (tokens, index, ...rest) => {
    const html = renderText(tokens, index, ...rest);
    return circled.test(html) ? html.replace(/[①-⑳]/g, '<span class="step">$&</span>') : html;
  };
}
