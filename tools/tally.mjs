/*
 * 把几份 vitest 的 JSON 报告加起来，先一一说出没有通过的测试，最后打印一行总数：
 *
 *   `node tools/tally.mjs 报告一.json 报告二.json`
 *
 * 没有写出来的报告、还没有开始就失败的测试文件，各算一个失败：没跑的测试不能悄悄地不见。
 */
import { readFileSync } from 'node:fs';

// 一个测试的出错说明最多打印这么多行：日志的末尾常常只留得下这一段。
const longestMessage = 20;

const total = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) {
  const counts = countsOf(file);
  for (const key of Object.keys(total)) total[key] += counts[key];
}
console.log(`tests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);

function countsOf(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  for (const result of report.testResults) for (const test of result.assertionResults) if (test.status === 'failed') tellFailure(test);
  const brokenFiles = report.testResults.filter((result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'));
  for (const { name, message } of brokenFiles) console.log(`没有通过：${name}\n${firstLines(message)}`);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function tellFailure({ fullName, failureMessages }) {
  console.log(`没有通过：${fullName}\n${firstLines(failureMessages.join('\n'))}`);
}

function firstLines(message) {
  return message.split('\n').filter((line) => !line.includes('node_modules')).slice(0, longestMessage).map((line) => `    ${line}`).join('\n');
}
