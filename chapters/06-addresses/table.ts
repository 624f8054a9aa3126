// 让一列对齐：终端里一个汉字占两列，JavaScript 的 padEnd 却当它是一列。

/**
 * 补空格到 `columns` 列。
 *
 * @param text 汉字算两列，别的算一列；已经够宽的，只补一个空格
 */
export function padded(text: string, columns: number): string {
  const wide = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return text + ' '.repeat(Math.max(1, columns - text.length - wide));
}
