/**
 * `npm run flake 次数 [文件名里的几个字] [load=忙循环的个数]`：把测试反复跑，看它是不是每次都过。
 *
 * 停在第一次失败，并给出那一次的全部输出。`load=2` 在跑的时候另开两个忙循环，占住两个核：
 * 靠运气的等待，机器一忙就露出来。（不写成 `--load 2`，因为 npm 会把它当成自己的选项。）
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start, type Program } from '../kit/program.ts';

interface Options {
  times: number;
  pattern: string[];
  loops: number;
}

interface Run {
  passed: boolean;
  seconds: number;
  output: string;
  slowest: { name: string; seconds: number };
}

/** vitest 的 JSON 报告里用到的几项。 */
interface Report {
  testResults: { assertionResults: { fullName: string; duration?: number }[] }[];
}

const usage = '用法：npm run flake 次数 [文件名里的几个字] [load=忙循环的个数]，例如 npm run flake 20 01-udp load=2';
// 卡住的一次也要有个头；忙循环自己也认这个上限，万一没有人来结束它。
const longestRunMs = 10 * 60_000;
// 换了父进程，就是启动它的人已经不在了，它也不必再忙。
const busyLoop = `const parent = process.ppid, end = Date.now() + ${longestRunMs}; while (Date.now() < end && process.ppid === parent);`;
const vitest = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')));

const options = parse(process.argv.slice(2));
if (options === undefined) {
  console.error(usage);
  process.exitCode = 1;
} else if (!(await repeat(options))) {
  process.exitCode = 1;
}

function parse(args: string[]): Options | undefined {
  const [timesText = '', ...rest] = args;
  const load = rest.find((word) => word.startsWith('load='))?.slice('load='.length) ?? '0';
  if (!/^[1-9]\d*$/.test(timesText) || !/^\d$/.test(load)) return undefined;
  return { times: Number(timesText), loops: Number(load), pattern: rest.filter((word) => !word.startsWith('load=')) };
}

async function repeat({ times, pattern, loops }: Options): Promise<boolean> {
  const runs: Run[] = [];
  while (runs.length < times) {
    const run = await underLoad(loops, () => runOnce(pattern));
    runs.push(run);
    console.log(`第 ${runs.length} 次  ${run.passed ? '通过' : '失败'}  ${run.seconds.toFixed(1)} 秒`);
    if (!run.passed) {
      console.log(`\n${run.output}\n跑到第 ${runs.length} 次失败，上面是这一次的输出。`);
      return false;
    }
  }
  const slowestRun = Math.max(...runs.map((run) => run.seconds));
  const slowest = runs.map((run) => run.slowest).reduce((a, b) => (a.seconds >= b.seconds ? a : b));
  console.log(`\n${times} 次都通过。最慢的一次 ${slowestRun.toFixed(1)} 秒；最慢的测试 ${slowest.seconds.toFixed(1)} 秒：${slowest.name}`);
  return true;
}

async function runOnce(pattern: string[]): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'flake-'));
  const file = join(folder, 'report.json');
  const begin = performance.now();
  const program = start(process.execPath, [vitest, 'run', ...pattern, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], { cwd: process.cwd() });
  try {
    const exit = await program.exit(longestRunMs);
    const seconds = (performance.now() - begin) / 1000;
    return { passed: exit.code === 0, seconds, output: program.stdout + program.stderr, slowest: slowestIn(file) };
  } finally {
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function slowestIn(file: string): Run['slowest'] {
  try {
    const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report;
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const slowest = tests.reduce((a, b) => ((a.duration ?? 0) >= (b.duration ?? 0) ? a : b));
    return { name: slowest.fullName, seconds: (slowest.duration ?? 0) / 1000 };
  } catch {
    // 一个测试也没有跑起来，就没有报告。
    return { name: '无', seconds: 0 };
  }
}

async function underLoad<T>(loops: number, work: () => Promise<T>): Promise<T> {
  const busy: Program[] = Array.from({ length: loops }, () => start(process.execPath, ['-e', busyLoop]));
  try {
    return await work();
  } finally {
    await Promise.all(busy.map((loop) => loop.stop()));
  }
}
