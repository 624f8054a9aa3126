import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { root } from '../../kit/program.ts';
import { launch } from '../support/programs.ts';
import { temporaryFolder } from '../support/files.ts';

const report = (passed: number, failed: number, pending: number, todo: number, testResults: object[] = []) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: todo, testResults });

async function tally(context: TestContext, reports: Record<string, string>, names = Object.keys(reports)): Promise<string> {
  const folder = temporaryFolder(context, reports);
  const program = launch(context, process.execPath, [join(root, 'tools/tally.mjs'), ...names], { cwd: folder });
  await program.exit();
  return program.stdout;
}

test('几份报告都通过，加起来只有一行', async (context) => {
  const reports = { 'a.json': report(10, 0, 2, 3), 'b.json': report(5, 0, 0, 0) };
  expect(await tally(context, reports)).toBe('tests: 15 passed, 0 failed, 5 skipped\n');
});

test('没有通过的测试说得出名字和出错说明；没有开始就失败的文件算一个失败，里面有失败的测试，就不重复算', async (context) => {
  const broken = { status: 'failed', name: 'broken.test.ts', message: 'boom', assertionResults: [] };
  const failed = { status: 'failed', name: 'failed.test.ts', assertionResults: [{ status: 'failed', fullName: '加法', failureMessages: ['一加一不是三\n  at node_modules/x.js:1:1\n  at a.ts:1:1'] }, { status: 'passed' }] };
  expect(await tally(context, { 'a.json': report(1, 1, 0, 0, [broken, failed]) })).toBe(
    '没有通过：加法\n    一加一不是三\n      at a.ts:1:1\n没有通过：broken.test.ts\n    boom\ntests: 1 passed, 2 failed, 0 skipped\n',
  );
});

test('报告没有写出来，或者写坏了，算一个失败', async (context) => {
  const reports = { 'a.json': report(4, 0, 0, 0), 'b.json': '{' };
  expect(await tally(context, reports, ['a.json', 'b.json', 'missing.json'])).toBe('tests: 4 passed, 2 failed, 0 skipped\n');
});
