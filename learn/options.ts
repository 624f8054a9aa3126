/** 读命令行。`npm run learn check … --json` 不写 `--` 时，npm 会把选项收走，放进环境变量；也认。 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export interface Options {
  command: string | undefined;
  id: string | undefined;
  /** 学习者指定的文件；没有指定就用 `answers/` 里的。 */
  file: string | undefined;
  seed: number;
  json: boolean;
}

/** 命令写错了：`message` 说哪里错，怎样写才对。 */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * @param args `process.argv` 去掉前两项
 * @param environment 环境变量，npm 收走的选项在 `npm_config_*` 里
 * @throws UsageError 不认识的选项，或者种子不是整数
 */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const { positionals, values } = parse([...args]);
  const [command, id, ...rest] = positionals;
  const file = values.file ?? takenByNpm('file', environment, rest, (text) => !/^\d+$/.test(text));
  const seed = values.seed ?? takenByNpm('seed', environment, rest, (text) => /^\d+$/.test(text));
  return {
    command,
    id,
    file,
    seed: seed === undefined ? randomInt(2 ** 32) : readSeed(seed),
    json: values.json ?? environment['npm_config_json'] === 'true',
  };
}

function parse(args: string[]): { positionals: string[]; values: { file?: string; seed?: string; json?: boolean } } {
  try {
    return parseArgs({ args, allowPositionals: true, options: { file: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } } });
  } catch (error) {
    throw new UsageError(`选项写错了：${(error as Error).message}。能写的选项是 --file、--seed 和 --json。`);
  }
}

/** npm 收走 `--file=F` 时值在环境变量里；收走 `--file F` 时环境变量是 true，F 落在位置参数里。 */
function takenByNpm(name: string, environment: NodeJS.ProcessEnv, rest: string[], fits: (text: string) => boolean): string | undefined {
  const taken = environment[`npm_config_${name}`];
  return taken === 'true' ? rest.find(fits) : taken;
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) throw new UsageError(`种子要写成 0 到 4294967295 的整数，不能是「${text}」。`);
  return seed;
}
