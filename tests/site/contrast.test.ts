import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync('.vitepress/theme/styles/palette.css', 'utf8');

// WCAG 2：正文 4.5（AA），这里的正文要 12；控件的边 3。
const pairs: [ink: string, ground: string, least: number][] = [
  ['ink', 'paper', 12],
  ['ink', 'sheet', 12],
  ['ink-2', 'paper', 4.5],
  ['ink-2', 'sheet', 4.5],
  ['app', 'paper', 4.5],
  ['app', 'sheet', 4.5],
  ['app', 'app-soft', 4.5],
  ['ink-2', 'app-soft', 4.5],
  ['sys', 'paper', 4.5],
  ['sys', 'sheet', 4.5],
  ['sys', 'sys-soft', 4.5],
  ['ink-2', 'sys-soft', 4.5],
  ['line-strong', 'paper', 3],
];

describe.each([['浅色', ':root'], ['深色', '.dark']])('%s主题的对比度', (_name, selector) => {
  test.each(pairs)('--%s 在 --%s 上不低于 %d', (ink, ground, least) => {
    expect(contrast(color(selector, ink), color(selector, ground))).toBeGreaterThanOrEqual(least);
  });
});

/** 取某个主题里一个变量的颜色，写成 0–255 的红绿蓝。 */
function color(selector: string, name: string): number[] {
  const start = css.indexOf(`\n${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  const hex = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(block)?.[1];
  if (!hex) throw new Error(`${selector} 里没有 --${name}`);
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

function contrast(a: number[], b: number[]): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(rgb: number[]): number {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
