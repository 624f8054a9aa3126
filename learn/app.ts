/**
 * 练习的命令：读命令行，找到要做的事，说出结果。
 *
 * 退出码：0 通过，1 没有通过，2 判不了（为什么，写在输出里）。
 */
import { CannotJudge } from '../kit/judge.ts';
import { check } from './commands/check.ts';
import { hint, solution } from './commands/help.ts';
import { list, next } from './commands/list.ts';
import { reset, undo } from './commands/restart.ts';
import { verify } from './commands/verify.ts';
import { wholeCourse, type Course } from './course.ts';
import { furnish, type House } from './house.ts';
import { readOptions, UsageError, wantsJson } from './options.ts';

/** 编译之后，检查和 worker 在别的地方：由入口说明怎样载入。 */
export interface Parts {
  load: Course['load'];
  typesWorker: URL;
}

const usage = `用法：
  npm run learn                    守着当前的练习：一存盘就判
  npm run learn list               有哪些练习，做到哪里了
  npm run learn next               接下来做哪一个
  npm run learn check 01-udp/1     判一次
  npm run learn hint 01-udp/1      看下一条提示
  npm run learn reset 01-udp/1     从头再来，原来的留一份备份
  npm run learn undo 01-udp/1      取回上一份备份
  npm run learn solution 01-udp/1  看答案（通过以后；没通过要加 --yes）
  npm run learn verify             全部再判一遍；verify 01-udp 只判一章

编号写开头几个字就够。check 和 hint 不写编号，就是第一个没有做完的。
可以加在后面的：
  --file 别处的文件.ts    判这个文件（check）
  --seed 20260901         用同样的随机输入（check、verify）
  --json                  给程序读（check、list、verify）
  --answers 文件夹        别处的 answers，给老师用
  --summary 文件.md       成绩写成 Markdown（verify）`;

const commands: Record<string, (house: House) => number | Promise<number>> = {
  watch: async (house) => (await import('./watch/watch.ts')).watch(house),
  list,
  next,
  check,
  hint,
  reset,
  undo,
  solution,
  verify,
  help: (house) => {
    house.print(usage);
    return 0;
  },
};

// 学习者的程序自成一组，收不到这里的 Ctrl-C：走之前由 'exit' 的监听者把它们结束。
const signals = [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const;

export async function runCommand(args: readonly string[], environment: NodeJS.ProcessEnv, parts: Parts): Promise<void> {
  for (const [signal, code] of signals) process.once(signal, () => process.exit(code));
  // 输出的另一头先走了（`| head`），不是我们的错。
  process.stdout.on('error', () => process.exit(0));
  try {
    const options = readOptions(args, environment);
    const house = furnish(wholeCourse(parts.load), options, environment, parts.typesWorker);
    process.exitCode = await commandNamed(options.command)(house);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof CannotJudge)) throw error;
    complain(error.message, wantsJson(args, environment));
    process.exitCode = 2;
  }
}

function commandNamed(name = 'watch'): (house: House) => number | Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`没有「${name}」这条命令。\n\n${usage}`);
  return command;
}

function complain(reason: string, json: boolean): void {
  if (json) console.log(JSON.stringify({ passed: false, checks: [], reason }));
  else console.error(reason);
}
