/**
 * `npm run learn …`：练习的入口。
 *
 * 退出码：0 通过，1 没有通过，2 判不了（为什么，写在输出里）。
 */
import { relative } from 'node:path';
import { exercises, loadExercise } from '../kit/exercises.ts';
import { CannotJudge, judge } from '../kit/judge.ts';
import { root } from '../kit/program.ts';
import { answerFor, findExercise } from './answers.ts';
import { readOptions, UsageError, type Options } from './options.ts';
import { printVerdict } from './report.ts';

const usage = `用法：
  npm run learn list              有哪些练习
  npm run learn check 01-udp/1    检查一个练习；第一次会把起点抄到 answers/ 里

check 之后还可以写（前面加一个 --）：
  npm run learn -- check 01-udp/1 --file 别处的文件.ts
  npm run learn -- check 01-udp/1 --seed 20260901    用同样的随机输入再判一次
  npm run learn -- check 01-udp/1 --json             一个 JSON 对象，给程序读`;

// 学习者的程序自成一组，收不到这里的 Ctrl-C：走之前由 'exit' 的监听者把它们结束。
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) process.once(signal, () => process.exit(code));

const options = readOptions(process.argv.slice(2), process.env);
try {
  process.exitCode = await run(options);
} catch (error) {
  if (!(error instanceof UsageError || error instanceof CannotJudge)) throw error;
  const reason = error.message;
  if (options.json) console.log(JSON.stringify({ id: options.id ?? null, seed: options.seed, passed: false, ms: 0, checks: [], reason }));
  else console.error(reason);
  process.exitCode = 2;
}

async function run(options: Options): Promise<number> {
  switch (options.command) {
    case 'check':
      return check(options);
    case 'list':
      for (const id of exercises()) console.log(`${id}  ${(await loadExercise(id)).title}`);
      return 0;
    case undefined:
      console.log(usage);
      return 0;
    default:
      throw new UsageError(`没有「${options.command}」这条命令。\n\n${usage}`);
  }
}

async function check({ id: wanted, file, seed, json }: Options): Promise<number> {
  const id = findExercise(wanted, exercises());
  const answer = answerFor(id, file);
  if (answer.copied && !json) console.log(`第一次做这个练习：起点已经抄到 ${relative(root, answer.path)}，改它，再运行一次同样的命令。\n起点还缺着题目要的那一步，下面有几项本来就通不过：从第一个 ✗ 改起。\n`);
  const exercise = await loadExercise(id);
  const verdict = await judge(exercise, id, answer.path, seed);
  if (json) console.log(JSON.stringify(verdict));
  else printVerdict(exercise.title, verdict);
  return verdict.passed ? 0 : 1;
}
