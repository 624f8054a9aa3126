/**
 * 类型：整个仓库，和几处另有规矩的地方，各跑一次 tsc；报错用中文。
 * 上一次的结果记着，没有改过的文件不必再查。
 */
import type { Finding } from '../finding.ts';
import { binOf, runNode } from './command.ts';
import { PartError, toPosix, type Part } from './part.ts';

/** 各处的 tsconfig.json：内核不碰 DOM 和 Node，浏览器里的部分不碰 Node。 */
const projects = { all: '.', kernel: 'lab/kernel', worker: 'lab/worker', stage: '.vitepress/theme/lab' };

export const types: Part = {
  title: '类型（tsc）',
  async run(root) {
    const findings = (await Promise.all(Object.entries(projects).map(([name, folder]) => check(root, name, folder)))).flat();
    // 一个文件可能在几处都查，同一处毛病只说一遍
    return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
  },
};

async function check(root: string, name: string, folder: string): Promise<Finding[]> {
  const options = ['--pretty', 'false', '--locale', 'zh-cn', '--incremental', '--tsBuildInfoFile', `node_modules/.cache/check-${name}.tsbuildinfo`];
  const { code, stdout, stderr } = await runNode(root, [binOf('typescript', 'tsc'), '-p', folder, ...options]);
  const findings = stdout.split(/\r?\n/).flatMap(parseLine);
  if (code !== 0 && findings.length === 0) throw new PartError(`${stdout}${stderr}`.trim());
  return findings;
}

/** `文件(行,列): error TS2322: 什么错`；缩进的几行是补充，略去。 */
function parseLine(text: string): Finding[] {
  const match = /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(text);
  if (!match) return [];
  return [{ file: toPosix(match[1]!), line: Number(match[2]), what: match[4]!, fix: `（${match[3]}）` }];
}
