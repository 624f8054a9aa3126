import { expect, test } from 'vitest';
import type { Exercise } from '../../kit/exercise.ts';
import { judge } from '../../kit/judge.ts';
import { checkLines } from '../../learn/view/verdict.ts';
import { paintWith } from '../../learn/view/paint.ts';
import { temporaryFile } from '../support/files.ts';

const exercise: Exercise = {
  title: '试一试',
  startDiagnosis: 'none',
  diagnoses: {},
  checks: [
    { id: 'noted', title: '做不了的一步', run: async (stage) => stage.note('这台机器没有 IPv6，换了办法来判') },
    { id: 'plain', title: '平常的一步', run: async () => {} },
  ],
};

test('这台机器做不了的步骤：通过了也告诉学习者，别的检查不受牵连', async (context) => {
  const { passed, checks } = await judge(exercise, '00-test/1-note', temporaryFile(context, 'empty.ts', ''), 1);
  expect(passed).toBe(true);
  expect(checks.map(({ notes }) => notes)).toEqual([['这台机器没有 IPv6，换了办法来判'], undefined]);
  const shown = checkLines(checks, { paint: paintWith({ colour: false, links: false, plainMarks: false }), columns: 80 });
  expect(shown.map((line) => line.trim())).toEqual(['✓ 做不了的一步', '这台机器没有 IPv6，换了办法来判', '✓ 平常的一步']);
});
