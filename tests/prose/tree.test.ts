/** 没有种毛病的时候，每一道关卡都不说话：我们自己的仓库，和测试用的小课程。 */
import { describe, expect, it } from 'vitest';
import { formatFinding } from '../../tools/check/finding.ts';
import { gates } from '../../tools/check/gates/index.ts';
import { root, smallCourse } from './support.ts';

describe('这个仓库', () => {
  it.each(gates)('$title', ({ gate }) => {
    expect(gate(root).map(formatFinding)).toEqual([]);
  });
});

describe('小课程', () => {
  it.each(gates)('$title', ({ gate }) => {
    expect(gate(smallCourse).map(formatFinding)).toEqual([]);
  });
});
