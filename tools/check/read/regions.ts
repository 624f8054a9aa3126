/** 程序里的 `// #region 名字` 到 `// #endregion 名字`：页面就按名字把代码取走。 */
export interface Region {
  name: string;
  /** 开头那个标记在第几行，从 1 数起。 */
  line: number;
  /** 结尾那个标记在第几行；没有结尾就是 `undefined`。 */
  endLine: number | undefined;
}

/** 按出现的先后列出所有区域；同名的区域各算一个，页面会把它们接在一起。 */
export function regions(text: string): Region[] {
  const found: Region[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const start = /^\s*\/\/ ?#region ([\w.-]+)\s*$/.exec(line);
    if (start) found.push({ name: start[1]!, line: index + 1, endLine: undefined });
    const end = /^\s*\/\/ ?#endregion(?: ([\w.-]+))?\s*$/.exec(line);
    const open = end && found.findLast((region) => region.endLine === undefined && (!end[1] || end[1] === region.name));
    if (open) open.endLine = index + 1;
  }
  return found;
}

export function isRegionMarker(line: string): boolean {
  return /^\s*\/\/ ?#(?:end)?region\b/.test(line);
}
