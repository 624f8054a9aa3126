/** 各项测量共用的：轮流跑、取中位数、排成表。 */

/** 一项测量的结果。只有同一次运行里的差和比有意义：换一台机器，毫秒数就不是那个数了。 */
export interface Measured {
  title: string;
  /** 每一行：量的是什么，每一遍多少毫秒。第一行是基准。 */
  rows: [label: string, times: number[]][];
  budget: Budget;
}

/** 最多可以比基准多多少毫秒，或者最多是基准的几倍，或者最多多少毫秒；或者基准自己就该最快（二十分之一以内算一样快）。 */
export type Budget = { moreMs: number } | { ratio: number } | { limitMs: number } | { fastest: true };

/** 轮流跑 `rounds` 遍，每遍每个任务一次：机器忽快忽慢时，大家一起慢。返回每个任务每一遍的毫秒数。 */
export async function takeTurns(rounds: number, tasks: readonly (() => Promise<number>)[]): Promise<number[][]> {
  const times: number[][] = tasks.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, task] of tasks.entries()) times[index]!.push(await task());
  }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** 没有一行超出预算。 */
export function isWithinBudget({ rows: [base, ...others], budget }: Measured): boolean {
  return others.every(([, times]) => {
    if ('fastest' in budget) return excess(times, base![1]) >= -0.05 * median(base![1]);
    if ('moreMs' in budget) return excess(times, base![1]) <= budget.moreMs;
    if ('ratio' in budget) return median(times) <= median(base![1]) * budget.ratio;
    return median(times) <= budget.limitMs;
  });
}

function wordsOf(budget: Budget): string {
  if ('fastest' in budget) return '基准不比别的慢';
  if ('moreMs' in budget) return `最多多 ${budget.moreMs} 毫秒`;
  return 'ratio' in budget ? `最多是基准的 ${budget.ratio} 倍` : `最多 ${budget.limitMs} 毫秒`;
}

/** 排成一张小表：中位数多少毫秒、比基准多多少、是基准的几倍。 */
export function tableOf(measured: Measured): string {
  const [, base] = measured.rows[0]!;
  const lines = measured.rows.map(([label, times], index) => {
    const ratio = (median(times) / median(base)).toFixed(2);
    const difference = excess(times, base);
    const more = index === 0 ? '（基准）' : `${difference < 0 ? '少' : '多'} ${Math.abs(difference).toFixed(0)} 毫秒，是基准的 ${ratio} 倍`;
    return `  ${padded(label, 36)}${median(times).toFixed(0).padStart(6)} 毫秒  ${more}`;
  });
  const verdict = isWithinBudget(measured) ? '在预算之内' : '超出预算';
  return [measured.title, ...lines, `  预算：${wordsOf(measured.budget)}。${verdict}。`].join('\n');
}

/** 比基准多多少：每一遍里挨着跑的两次相减，再取中位数，机器中途变慢也不要紧。 */
function excess(times: readonly number[], base: readonly number[]): number {
  return median(times.map((time, round) => time - base[round]!));
}

/** 补空格到 `width` 列；一个汉字占两列。 */
function padded(text: string, width: number): string {
  const columns = [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(1, width - columns));
}
