import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exercises } from '../../kit/exercises.ts';

test('有练习的每一章，都有证明它们的测试文件', () => {
  const chapters = [...new Set(exercises().map((id) => id.split('/')[0]!))];
  expect(chapters.length).toBeGreaterThan(0);
  expect(chapters.filter((chapter) => !existsSync(new URL(`${chapter}.test.ts`, import.meta.url)))).toEqual([]);
});
