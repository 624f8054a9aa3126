/** 读者按下回车，到服务端报出端口，要等多久；与 tsx 跑一个空文件相比。 */
import { spawnSync } from 'node:child_process';
import { start, type Program } from '../../kit/program.ts';
import { takeTurns, type Measured } from './measure.ts';

const rounds = 15;

export default async function measure(): Promise<Measured> {
  const [empty, server] = await takeTurns(rounds, [untilEmptyFileEnds, untilServerIsBound]);
  return {
    title: `01-udp 的服务端：从启动到报出端口（各 ${rounds} 次的中位数）`,
    rows: [
      ['tsx 空文件，到结束', empty!],
      ['tsx server.ts，到报出端口', server!],
    ],
    budget: { moreMs: 60 },
  };
}

/** `node_modules/.bin/tsx` 指向的就是这个文件；直接用它，Windows 上也一样。 */
function tsx(...args: string[]): Program {
  return start(process.execPath, ['node_modules/tsx/dist/cli.mjs', ...args]);
}

async function untilEmptyFileEnds(): Promise<number> {
  const begin = performance.now();
  const program = tsx('tools/bench/fixtures/empty.ts');
  await program.exit();
  return performance.now() - begin;
}

async function untilServerIsBound(): Promise<number> {
  const begin = performance.now();
  const program = tsx('chapters/01-udp/server.ts', '0');
  await program.port();
  const took = performance.now() - begin;
  await end(program);
  return took;
}

/** 程序是 tsx 的子进程，要连它一起结束：Ctrl-C 由 tsx 转达，Windows 上用 taskkill。 */
async function end(program: Program): Promise<void> {
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(program.pid), '/t', '/f']);
  else program.interrupt();
  await program.exit();
}
