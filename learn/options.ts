/** 读命令行。`npm run learn check … --json` 不写 `--` 时，npm 会把选项收走，放进环境变量；也认。 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export interface Options {
  command: string | undefined;
  id: string | undefined;
  /** 学习者指定的文件；没有指定就用 `answers/` 里的。 */
  file: string | undefined;
  /** 学习者的文件夹；没有指定就是项目里的 `answers/`。 */
  answers: string | undefined;
  /** 把成绩写成 Markdown，接在这个文件后面。 */
  summary: string | undefined;
  seed: number;
  json: boolean;
  /** 「我知道，照做」。 */
  yes: boolean;
}

/** 命令写错了：`message` 说哪里错，怎样写才对。 */
export class UsageError extends Error {
  override name = 'UsageError';
}

const texts = ['file', 'seed', 'answers', 'summary'] as const;
const flags = ['json', 'yes'] as const;
type Values = Partial<Record<(typeof texts)[number], string> & Record<(typeof flags)[number], boolean>>;

/**
 * @param args `process.argv` 去掉前两项
 * @param environment 环境变量，npm 收走的选项在 `npm_config_*` 里
 * @throws UsageError 不认识的选项、多出来的字，或者种子不是整数
 */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const { positionals, values } = parse([...args]);
  const rest = [...positionals];
  // 收走 `--file F` 时，环境变量里是 true，F 落在位置参数里：先把它们认领走，剩下的才是命令和练习。
  const seed = values.seed ?? takenByNpm('seed', environment, rest, (text) => /^\d+$/.test(text));
  const [file, answers, summary] = (['file', 'answers', 'summary'] as const).map((name) => values[name] ?? takenByNpm(name, environment, rest, (text) => !isExercise(text)));
  const [command, id, ...extra] = rest;
  if (extra.length > 0) throw new UsageError(`多了「${extra.join(' ')}」：一次只写一个练习。`);
  return {
    command,
    id,
    file,
    answers,
    summary,
    seed: seed === undefined ? randomInt(2 ** 32) : readSeed(seed),
    json: values.json ?? environment['npm_config_json'] === 'true',
    yes: values.yes ?? environment['npm_config_yes'] === 'true',
  };
}

/** 选项写错的时候，还不知道要不要 JSON；这里只看有没有写过。 */
export function wantsJson(args: readonly string[], environment: NodeJS.ProcessEnv): boolean {
  return args.includes('--json') || environment['npm_config_json'] === 'true';
}

function parse(args: string[]): { positionals: string[]; values: Values } {
  const options = Object.fromEntries([...texts.map((name) => [name, { type: 'string' as const }]), ...flags.map((name) => [name, { type: 'boolean' as const }])]);
  try {
    return parseArgs({ args, allowPositionals: true, options }) as { positionals: string[]; values: Values };
  } catch (error) {
    const wrong = /'(-[^ '=]*)/.exec((error as Error).message)?.[1];
    const missing = (error as { code?: string }).code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE';
    throw new UsageError(`${missing ? `选项 ${wrong} 的写法不对：后面要有一个值吗，看看用法` : `没有「${wrong}」这个选项`}。能写的是 ${[...texts, ...flags].map((name) => `--${name}`).join('、')}。`);
  }
}

/** npm 收走 `--file=F` 时值在环境变量里；收走 `--file F` 时环境变量是 true，F 落在命令后面的位置参数里。 */
function takenByNpm(name: string, environment: NodeJS.ProcessEnv, positionals: string[], fits: (text: string) => boolean): string | undefined {
  const taken = environment[`npm_config_${name}`];
  if (taken === undefined || taken === '') return undefined;
  if (taken !== 'true') return taken;
  const index = positionals.findIndex((text, at) => at > 0 && fits(text));
  if (index < 0) throw new UsageError(`--${name} 后面要写一个值。`);
  return positionals.splice(index, 1)[0];
}

/** 像一个练习的编号，不像一个文件：`01`、`01-udp`、`01-udp/1-re`。 */
function isExercise(text: string): boolean {
  return /^\d\d?(?:-[\w-]*)?(?:\/[\w-]*)?$/.test(text);
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (text === '' || !Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) throw new UsageError(`种子要写成 0 到 4294967295 的整数，不能是「${text}」。`);
  return seed;
}
