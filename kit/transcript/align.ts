/** 把记录里的输出行和这一次的输出行一行一行对上，好让多出一行不牵连后面的所有行。 */
import { matches } from './match.ts';
import type { Output } from './parse.ts';

/** 一边缺了就是 `undefined`：记录里没有这一行，或者这一次没有打印这一行。 */
export type Pair = [entry: Output | undefined, line: string | undefined];

/** 先让尽量多的行对上（最长公共子序列），夹在中间的按先后两两配成「变了的行」。 */
export function align(outputs: readonly Output[], lines: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  let [nextOutput, nextLine] = [0, 0];
  for (const [output, line] of [...anchors(outputs, lines), [outputs.length, lines.length] as const]) {
    while (nextOutput < output || nextLine < line) {
      pairs.push([nextOutput < output ? outputs[nextOutput++] : undefined, nextLine < line ? lines[nextLine++] : undefined]);
    }
    if (output < outputs.length) pairs.push([outputs[nextOutput++], lines[nextLine++]]);
  }
  return pairs;
}

/** 对得上的行，两边各是第几行。 */
function anchors(outputs: readonly Output[], lines: readonly string[]): [number, number][] {
  const common = commonLengths(outputs, lines);
  const found: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < outputs.length && j < lines.length) {
    if (matches(outputs[i]!.parts, lines[j]!)) found.push([i++, j++]);
    else if (common[i + 1]![j]! >= common[i]![j + 1]!) i += 1;
    else j += 1;
  }
  return found;
}

/** `[i][j]`：记录从第 i 行起、这一次从第 j 行起，最多有几行对得上。 */
function commonLengths(outputs: readonly Output[], lines: readonly string[]): number[][] {
  const common = Array.from({ length: outputs.length + 1 }, () => Array.from({ length: lines.length + 1 }, () => 0));
  for (let i = outputs.length - 1; i >= 0; i -= 1) {
    for (let j = lines.length - 1; j >= 0; j -= 1) {
      const here = matches(outputs[i]!.parts, lines[j]!) ? common[i + 1]![j + 1]! + 1 : 0;
      common[i]![j] = Math.max(here, common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  return common;
}
