/**
 * 存盘到判词要等多久：守在旁边的 `npm run learn`，与同一次运行里的两把尺子相比。
 *
 * 尺子一：检查启动几个进程，就同时启动几个什么也不做的 Node 服务端。
 * 尺子二：`vitest --watch` 重跑一个最小的测试文件；与它比的只启动一个程序，所以只留第一项检查。
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exercises, loadExercise, roomOf } from '../../kit/exercises.ts';
import { judge } from '../../kit/judge.ts';
import { root, start, type Program } from '../../kit/program.ts';
import { wholeCourse } from '../../learn/course.ts';
import { furnish, type House } from '../../learn/house.ts';
import { readOptions } from '../../learn/options.ts';
import { watchSaves } from '../../learn/watch/saves.ts';
import { Session } from '../../learn/watch/session.ts';
import { takeTurns, type Measured } from './measure.ts';

const rounds = 11;
const wanted = ['01-udp/4', '02-tcp/2'];

export default async function measure(): Promise<Measured[]> {
  const ids = exercises().filter((id) => wanted.some((prefix) => id.startsWith(`${prefix}-`)));
  const folder = mkdtempSync(join(tmpdir(), 'socket-course-bench-'));
  const vitest = await VitestWatch.open(folder);
  try {
    const measured: Measured[] = [];
    for (const id of ids) measured.push(await besideBareServers(id, folder), await besideVitest(id, folder, vitest));
    return measured;
  } finally {
    await vitest.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function besideBareServers(id: string, folder: string): Promise<Measured> {
  const count = await processesOf(id);
  const learn = await LearnWatch.open(id, join(folder, 'answers'));
  try {
    const [bare, saved] = await takeTurns(rounds, [() => startBareServers(count), () => learn.save()]);
    return {
      title: `${id}：存盘到判词（各 ${rounds} 次的中位数）`,
      rows: [[`同时启动 ${count} 个空的 Node 服务端`, bare!], ['存盘到「通过了」', saved!]],
      budget: { ratio: 1.6 },
    };
  } finally {
    await learn.close();
  }
}

async function besideVitest(id: string, folder: string, vitest: VitestWatch): Promise<Measured> {
  const learn = await OneCheck.open(id, join(folder, 'one'));
  try {
    const [rerun, saved] = await takeTurns(rounds, [() => vitest.save(), () => learn.save()]);
    return {
      title: `${id}，只留第一项检查：存盘到判词（各 ${rounds} 次的中位数）`,
      rows: [['vitest --watch 重跑一个测试', rerun!], ['存盘到判词', saved!]],
      budget: { ratio: 0.5 },
    };
  } finally {
    await learn.close();
  }
}

/** 判一次答案，数它启动了几个进程。 */
async function processesOf(id: string): Promise<number> {
  const verdict = await judge(await loadExercise(id), id, join(roomOf(id), 'solution.ts'), 1);
  return verdict.checks.flatMap(({ trace }) => trace).filter((line) => line.includes('启动你的程序')).length;
}

async function startBareServers(count: number): Promise<number> {
  const begin = performance.now();
  const servers = Array.from({ length: count }, () => start(process.execPath, ['tools/bench/fixtures/bare-server.mjs']));
  await Promise.all(servers.map((server) => server.says('ready')));
  const took = performance.now() - begin;
  await Promise.all(servers.map((server) => server.stop()));
  return took;
}

/** 改一个文件，等守着它的程序再说一遍某一句话。 */
abstract class Watcher {
  protected readonly program: Program;
  readonly #file: string;
  readonly #text: string;
  readonly #done: RegExp;
  #saves = 0;

  constructor(program: Program, file: string, text: string, done: RegExp) {
    this.program = program;
    this.#file = file;
    this.#text = text;
    this.#done = done;
  }

  async save(): Promise<number> {
    const before = this.#times();
    this.#saves += 1;
    const begin = performance.now();
    writeFileSync(this.#file, `${this.#text}\n// 第 ${this.#saves} 次存盘\n`);
    await this.program.until(() => this.#times() > before, `再出现一次 ${this.#done}`, 60_000);
    return performance.now() - begin;
  }

  async close(): Promise<void> {
    await this.program.stop();
  }

  async ready(): Promise<void> {
    await this.program.says(this.#done, 60_000);
  }

  #times(): number {
    return this.program.stdout.split(this.#done).length - 1;
  }
}

class LearnWatch extends Watcher {
  static async open(id: string, answers: string): Promise<LearnWatch> {
    const file = join(answers, `${id}.ts`);
    const text = readFileSync(join(roomOf(id), 'solution.ts'), 'utf8');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const watch = new LearnWatch(start(process.execPath, ['learn/main.mjs', 'watch', id, '--answers', answers]), file, text, /通过了。/);
    await watch.ready();
    return watch;
  }
}

class VitestWatch extends Watcher {
  static async open(folder: string): Promise<VitestWatch> {
    const file = join(folder, 'trivial.test.ts');
    const text = "import { expect, test } from 'vitest';\ntest('一', () => expect(1).toBe(1));";
    writeFileSync(file, text);
    writeFileSync(join(folder, 'vitest.config.mjs'), 'export default {};');
    const vitest = join(root, 'node_modules/vitest');
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(vitest, join(folder, 'node_modules/vitest'), 'junction');
    const watch = new VitestWatch(start(process.execPath, [join(vitest, 'vitest.mjs'), '--watch', '--root', folder], { cwd: folder }), file, text, /Waiting for file changes/);
    await watch.ready();
    return watch;
  }
}

/** 与 `npm run learn` 同样的守法，只是练习里只留一项检查。 */
class OneCheck {
  readonly #session: Session;
  readonly #file: string;
  readonly #text: string;
  readonly #unwatch: () => void;
  #saves = 0;
  #judged = (): void => {};

  static async open(id: string, answers: string): Promise<OneCheck> {
    const exercise = await loadExercise(id);
    const course = { ...wholeCourse(async () => ({ ...exercise, checks: exercise.checks.slice(0, 1) })), ids: [id] };
    const house = furnish(course, readOptions(['--answers', answers], {}), {}, new URL(import.meta.url));
    const one = new OneCheck(house, id);
    await one.#session.open(id);
    await one.#session.judge();
    return one;
  }

  constructor(house: House, id: string) {
    this.#file = house.answers.pathOf(id);
    this.#text = readFileSync(join(roomOf(id), 'solution.ts'), 'utf8');
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, this.#text);
    this.#session = new Session(house, { check: async () => [], stop: async () => {} }, () => this.#session.scene.verdict?.passed && this.#judged());
    this.#unwatch = watchSaves(this.#file, (names) => void this.#session.saved(names));
  }

  async save(): Promise<number> {
    this.#saves += 1;
    const begin = performance.now();
    const judged = new Promise<void>((resolve) => {
      this.#judged = resolve;
    });
    writeFileSync(this.#file, `${this.#text}\n// 第 ${this.#saves} 次存盘\n`);
    await judged;
    return performance.now() - begin;
  }

  async close(): Promise<void> {
    this.#unwatch();
    await this.#session.stop();
  }
}
