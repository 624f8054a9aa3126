// `plantuml` 代码块，后面可以写标题  →  构建时画好的 SVG。画不出来，构建就失败，并指出文件和行。

import type { MarkdownRenderer } from 'vitepress';
import { PlantumlError, renderPlantuml } from '../plantuml/render.ts';
import { figureHtml } from './figure.ts';
import { placeOf, type PageEnv } from './types.ts';

export function plantumlPlugin(md: MarkdownRenderer): void {
  const renderFence = md.renderer.rules.fence!;
  md.renderer.rules.fence = (tokens, index, options, env: PageEnv, self) => {
    const token = tokens[index]!;
    const [language, ...caption] = token.info.trim().split(/\s+/);
    if (language !== 'plantuml') return renderFence(tokens, index, options, env, self);
    const start = token.content.search(/\S/) < 0 ? 0 : token.content.slice(0, token.content.search(/\S/)).split('\n').length - 1;
    try {
      return figureHtml(renderPlantuml(token.content), caption.join(' ') || rootText(token.content));
    } catch (error) {
      if (!(error instanceof PlantumlError)) throw error;
      throw new Error(`${placeOf(token, env, 1 + start + (error.line ?? 0))}：这幅 PlantUML 图画不出来：${error.message}`);
    }
  };
}

/** 没有写标题的思维导图，用它的根结点作标题。 */
function rootText(source: string): string {
  return /^\* +(.+)$/m.exec(source)?.[1]?.replaceAll('**', '') ?? '示意图';
}
