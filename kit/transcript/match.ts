/** 一行记录与一行实际的输出对不对得上；空格的多少不算差别。 */
import type { Part } from './parse.ts';

/** 对得上就是 `true`：照抄的部分一字不差，会变的部分形状相同。 */
export function matches(parts: readonly Part[], line: string): boolean {
  return patternOf(parts).test(fold(line));
}

/** 对得上就返回每个 `{名字=值}` 这一次的值，按出现的先后；对不上就是 `undefined`。 */
export function valuesIn(parts: readonly Part[], line: string): [name: string, value: string][] | undefined {
  const match = patternOf(parts).exec(fold(line));
  if (!match) return undefined;
  return parts.filter((part) => typeof part !== 'string').map((part, index) => [part.name, match[index + 1]!]);
}

/** 把一行记录还原成当时屏幕上的样子。 */
export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.value)).join('');
}

/** 一行记录对应的正则：数字配数字，其余配一串非空白。 */
function patternOf(parts: readonly Part[]): RegExp {
  const source = parts.map((part) => {
    if (typeof part === 'string') return escape(part.replace(/ +/g, ' '));
    return /^\d+$/.test(part.value) ? String.raw`(\d+)` : String.raw`(\S+)`;
  });
  return new RegExp(`^${source.join('').trim()}$`);
}

function fold(line: string): string {
  return line.replace(/ +/g, ' ').trim();
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
