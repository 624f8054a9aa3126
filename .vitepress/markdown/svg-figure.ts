// ![说明](./figures/x.svg)  →  把 SVG 直接放进网页，颜色才能用主题的变量。
// 只管独占一段的、本地的 SVG；别的图片照常。

import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { figureHtml } from './figure.ts';
import { placeOf, type PageEnv, type Token } from './types.ts';

export function svgFigurePlugin(md: MarkdownRenderer): void {
  md.core.ruler.push('svg_figure', (state) => {
    for (let index = 0; index + 2 < state.tokens.length; index += 1) {
      const image = onlyLocalSvg(state.tokens[index + 1]!);
      if (state.tokens[index]!.type !== 'paragraph_open' || !image) continue;
      const figure = new state.Token('html_block', '', 0);
      figure.map = state.tokens[index]!.map;
      figure.content = inlineSvg(image, figure, state.env as PageEnv);
      state.tokens.splice(index, 3, figure);
    }
  });
}

function onlyLocalSvg(token: Token): Token | undefined {
  const [child, ...more] = token.children ?? [];
  const isSvg = child?.type === 'image' && /^\.{1,2}\/.*\.svg$/.test(String(child.attrGet('src')));
  return token.type === 'inline' && isSvg && more.length === 0 ? child : undefined;
}

function inlineSvg(image: Token, place: Token, env: PageEnv): string {
  const file = resolve(dirname(env.realPath ?? env.path ?? '.'), String(image.attrGet('src')));
  if (!image.content.trim()) throw new Error(`${placeOf(place, env)}：图要有说明：![说明](…)`);
  env.includes?.push(file);
  const svg = readFileSync(file, 'utf8').replace(/^[^]*?(?=<svg\b)/, '').replace(/<!--[^]*?-->/g, '').trim();
  return figureHtml(prefixIds(svg, basename(file, '.svg')), image.content);
}

/** 几张图放进同一页，各自的 id（箭头、裁剪框）不能重名。 */
function prefixIds(svg: string, prefix: string): string {
  return svg
    .replace(/\sid="([^"]+)"/g, ` id="${prefix}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${prefix}-$1)`)
    .replace(/href="#([^"]+)"/g, `href="#${prefix}-$1"`);
}
