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

test('几份报告加起来，只有一行', async (context) => {
  const reports = { 'a.json': report(10, 1, 2, 3), 'b.json': report(5, 0, 0, 0) };
  expect(await tally(context, reports)).toBe('tests: 15 passed, 1 failed, 5 skipped\n');
});

test('没有开始就失败的测试文件，算一个失败；里面有失败的测试，就不重复算', async (context) => {
  const broken = { status: 'failed', assertionResults: [] };
  const failed = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] };
  expect(await tally(context, { 'a.json': report(1, 1, 0, 0, [broken, failed]) })).toBe('tests: 1 passed, 2 failed, 0 skipped\n');
});

test('报告没有写出来，或者写坏了，算一个失败', async (context) => {
  const reports = { 'a.json': report(4, 0, 0, 0), 'b.json': '{' };
  expect(await tally(context, reports, ['a.json', 'b.json', 'missing.json'])).toBe('tests: 4 passed, 2 failed, 0 skipped\n');
});
