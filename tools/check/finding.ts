/** 一处毛病：在哪里，是什么，怎么办。所有的检查都只产出这个。 */
export interface Finding {
  /** 相对于项目根目录，用 `/` 分隔，在哪个系统上都一样。 */
  file: string;
  /** 从 1 数起。 */
  line: number;
  /** 出了什么事，一句话，带句号。 */
  what: string;
  /** 接下来怎么办，一句话，带句号。 */
  fix: string;
}

/** 一道关卡：看一遍 `root` 下的文件，说出所有的毛病；不改文件，不打印。 */
export type Gate = (root: string) => Finding[];

/** 写成一行。开头是 `文件:行`，终端和编辑器认得，点一下就能打开。 */
export function formatFinding({ file, line, what, fix }: Finding): string {
  return `${file}:${line}: ${what}${fix}`;
}

export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => compare(a.file, b.file) || a.line - b.line);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
