// 一张图的外框：自己能左右滚动，页面不跟着动；能放大；标题写在下面。
// PlantUML 画的图和手写的 SVG 都用它。

import { escapeHtml } from './html.ts';

const readableFontPx = 12;
const defaultFontPx = 14;

/**
 * @param svg 一个 `<svg viewBox="…">…</svg>`
 * @param caption 图的标题，也是读屏软件念的名字
 */
export function figureHtml(svg: string, caption: string): string {
  const label = escapeHtml(caption);
  const { width, narrowest } = sizes(svg);
  // 尺寸写在外面的 div 上：Vue 不把带 style 的 <svg> 当作静态内容，脚本里会多出一整份图。
  return (
    `<figure class="figure" v-pre>` +
    `<div class="figure-scroll" style="--width:${width}px;--narrowest:${narrowest}px">${named(svg, label)}</div>` +
    `<figcaption><span>${label}</span><button type="button" class="figure-zoom" aria-label="放大：${label}">放大</button></figcaption>` +
    `</figure>\n`
  );
}

/** 宽度跟着版面缩，但缩到最小的字还有 12 像素为止；再窄就滚动。 */
function sizes(svg: string): { width: number; narrowest: number } {
  const natural = Number(/viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)/.exec(svg)?.[1] ?? 640);
  const fonts = [...svg.matchAll(/font-size(?:="|:\s*)([\d.]+)/g)].map((match) => Number(match[1]));
  const smallest = fonts.length > 0 ? Math.min(...fonts) : defaultFontPx;
  const narrowest = Math.ceil((natural * readableFontPx) / smallest);
  return { width: Math.max(Math.round(natural), narrowest), narrowest };
}

/**
 * 读屏软件念的是名字，不念图里零散的字。不写 `role="img"`：Vue 不认得 role，会把整张图又写进脚本里一遍。
 * 没有 role 的 `<svg>`，浏览器照样当作图。
 */
function named(svg: string, label: string): string {
  return svg.replace(/<svg\b([^>]*)>/, (_whole, attributes: string) => {
    const kept = attributes.replace(/\s(?:width|height|role|aria-\w+|style)="[^"]*"/g, '');
    return `<svg${kept} aria-label="${label}"><g aria-hidden="true">`;
  }).replace(/<\/svg>\s*$/, '</g></svg>');
}
