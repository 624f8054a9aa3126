/** 类型：`tsc -p .`，报错用中文。上一次的结果记着，没有改过的文件不必再查。 */
import type { Finding } from '../finding.ts';
import { binOf, runNode } from './command.ts';
import { PartError, toPosix, type Part } from './part.ts';

const options = ['--pretty', 'false', '--locale', 'zh-cn', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/check.tsbuildinfo'];

export const types: Part = {
  title: '类型（tsc）',
  async run(root) {
    const { code, stdout, stderr } = await runNode(root, [binOf('typescript', 'tsc'), '-p', '.', ...options]);
    const findings = stdout.split(/\r?\n/).flatMap(parseLine);
    if (code !== 0 && findings.length === 0) throw new PartError(`${stdout}${stderr}`.trim());
    return findings;
  },
};

/** `文件(行,列): error TS2322: 什么错`；缩进的几行是补充，略去。 */
function parseLine(text: string): Finding[] {
  const match = /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(text);
  if (!match) return [];
  return [{ file: toPosix(match[1]!), line: Number(match[2]), what: match[4]!, fix: `（${match[3]}）` }];
}
