/** `npm run learn check` 从敲下回车到回到提示符；第一行是 npm 自己，什么也不做要多久。 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exercises, roomOf } from '../../kit/exercises.ts';
import { start } from '../../kit/program.ts';
import { takeTurns, type Measured } from './measure.ts';

const rounds = 11;
const wanted = ['01-udp/4', '02-tcp/2'];
const npm = process.env['npm_execpath'];

export default async function measure(): Promise<Measured[]> {
  const ids = exercises().filter((id) => wanted.some((prefix) => id.startsWith(`${prefix}-`)));
  const folder = mkdtempSync(join(tmpdir(), 'socket-course-bench-'));
  try {
    const [empty, ...checks] = await takeTurns(rounds, [() => runNpm(folder, 'empty'), ...ids.map((id) => () => check(id, folder))]);
    const rows = ids.map((id, index): [string, number[]] => [`npm run learn check ${id}`, checks[index]!]);
    return [{ title: `npm run learn check，一份通过的答案（各 ${rounds} 次的中位数）`, rows: [['npm run，空的脚本', empty!], ...rows], budget: { limitMs: 700 } }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function check(id: string, folder: string): Promise<number> {
  const file = join(folder, 'answers', `${id}.ts`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, readFileSync(join(roomOf(id), 'solution.ts')));
  return npmRun(['learn', 'check', id, '--', '--answers', join(folder, 'answers')]);
}

async function runNpm(folder: string, script: string): Promise<number> {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { [script]: 'node -e 0' } }));
  return npmRun([script], folder);
}

/** 用运行我们的那个 npm，不经过 shell。 */
async function npmRun(args: string[], cwd?: string): Promise<number> {
  if (npm === undefined) throw new Error('要用 npm run bench 来运行：只有 npm 知道自己在哪里。');
  const begin = performance.now();
  const program = start(process.execPath, [npm, 'run', ...args], cwd === undefined ? {} : { cwd });
  const { code } = await program.exit(60_000);
  if (code !== 0) throw new Error(`npm run ${args.join(' ')} 的退出码是 ${code}：\n${program.stdout}${program.stderr}`);
  return performance.now() - begin;
}
