/** 守在旁边的这一场：现在是哪个练习，判到哪里了。不管画成什么样子，只管事情本身。 */
import { basename } from 'node:path';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { Aborted, CannotJudge, judge, type CheckResult, type Verdict } from '../../kit/judge.ts';
import type { Check } from '../../kit/exercise.ts';
import { hintsOf, pageOf, type Hint } from '../course.ts';
import { nextOf, type House } from '../house.ts';
import { UsageError } from '../options.ts';
import type { TypeChecker } from './types.ts';

/** 文件不在这么久，才算真的不在了，毫秒。 */
const absentMs = 100;

/** 判完以后这么久没有再存盘，就查类型，毫秒。 */
const idleMs = 300;

export type Panel = 'verdict' | 'hint' | 'list';

/** 画面上要说的一切。 */
export interface Scene {
  id: string;
  title: string;
  page: string;
  checks: readonly { title: string; passed?: boolean }[];
  running: boolean;
  verdict: Verdict | undefined;
  /** 什么时候判完的。 */
  judgedAt: Date | undefined;
  /** 以前就通过了，文件没有改过，不必再判。 */
  alreadyDone: boolean;
  panel: Panel;
  hint: { hint: Hint; number: number; total: number } | undefined;
  /** 类型检查看出来的，不影响判题。 */
  types: readonly string[];
  /** 要告诉学习者的别的事：判不了、进度没记下、起点刚抄来。 */
  notice: string | undefined;
}

export class Session {
  scene!: Scene;
  readonly #house: House;
  readonly #types: TypeChecker;
  readonly #onChange: () => void;
  #abort: AbortController | undefined;
  #run: Promise<void> = Promise.resolve();
  #judgedSum: string | undefined;
  #checks: readonly Check[] = [];

  constructor(house: House, types: TypeChecker, onChange: () => void) {
    this.#house = house;
    this.#types = types;
    this.#onChange = onChange;
  }

  get file(): string {
    return this.#house.answers.pathOf(this.scene.id);
  }

  /** 换到一个练习：没有文件就抄起点。判不判，由调用的人再说。 */
  async open(id: string): Promise<void> {
    const { course, answers, progress } = this.#house;
    this.#abort?.abort();
    const { title, checks } = await course.load(id);
    this.#checks = checks;
    const copied = answers.ensure(id);
    const sum = answers.sumOf(id);
    const alreadyDone = progress.isDone(id, sum);
    this.scene = { id, title, page: pageOf(course, id), checks, running: false, verdict: undefined, judgedAt: undefined, alreadyDone, panel: 'verdict', hint: undefined, types: [], notice: copied ? '起点刚抄来。改它，存盘，就会判。' : undefined };
    this.#judgedSum = alreadyDone ? sum : undefined;
    this.#onChange();
  }

  /** 文件夹里有了动静：这个练习的文件真的变了，才再判一次。 */
  async saved(names: readonly (string | undefined)[]): Promise<void> {
    const { id } = this.scene;
    let sum = this.#house.answers.sumOf(id);
    if (sum === undefined) {
      // 有的编辑器先把旧文件挪开，再写新的：一时不在，过一会儿再看一眼。
      await sleep(absentMs);
      if (this.scene.id !== id) return;
      sum = this.#house.answers.sumOf(id);
    }
    if (sum === undefined) return this.#update({ notice: '文件不在了。按 r 重新从起点抄一份；取回备份用 npm run learn undo。' });
    if (sum !== this.#judgedSum || names.some((name) => this.#isHelper(name))) await this.judge();
  }

  /** 判。上一次还没有判完，就不要它了。 */
  async judge(): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const before = this.#run;
    this.#run = before.then(() => this.#judgeOnce(abort));
    await this.#run;
  }

  async again(): Promise<void> {
    this.#house.answers.ensure(this.scene.id);
    await this.judge();
  }

  async next(): Promise<void> {
    const id = nextOf(this.#house, this.scene.id);
    if (id === undefined) this.#update({ notice: '练习都做完了。npm run learn verify 把它们全部再判一遍。' });
    else if (id === this.scene.id) this.#update({ notice: '别的都做完了，只剩这一个。' });
    else await this.open(id);
  }

  /** 先看看到过的最后一条；正看着，就看下一条。 */
  showHint(): void {
    const { course, progress } = this.#house;
    const hints = hintsOf(course, this.scene.id);
    if (hints.length === 0) return this.#update({ notice: '这个练习没有提示。' });
    const seen = progress.of(this.scene.id).hints ?? 0;
    const current = this.scene.panel === 'hint' ? (this.scene.hint?.number ?? 0) : Math.max(0, seen - 1);
    const number = (current % hints.length) + 1;
    const trouble = number > seen ? progress.hinted(this.scene.id, number) : undefined;
    this.#update({ panel: 'hint', hint: { hint: hints[number - 1]!, number, total: hints.length }, notice: trouble });
  }

  toggleList(): void {
    this.#update({ panel: this.scene.panel === 'list' ? 'verdict' : 'list' });
  }

  back(): void {
    this.#update({ panel: 'verdict', notice: undefined });
  }

  /** 走之前：停下判题，收走进程。 */
  async stop(): Promise<void> {
    this.#abort?.abort();
    await this.#run;
    await this.#types.stop();
  }

  async #judgeOnce(abort: AbortController): Promise<void> {
    if (abort.signal.aborted) return;
    const { id } = this.scene;
    const { course, answers, progress, options } = this.#house;
    const sum = answers.sumOf(id);
    this.#judgedSum = sum;
    this.#update({ running: true, checks: this.#checks.map(({ title }) => ({ title })), verdict: undefined, alreadyDone: false, types: [], notice: undefined, ...(this.scene.panel === 'list' && { panel: 'verdict' }) });
    try {
      const verdict = await judge(await course.load(id), id, answers.pathOf(id), options.seed, { signal: abort.signal, onResult: (result) => this.#tick(abort, result) });
      if (abort.signal.aborted) return;
      this.#update({ running: false, checks: verdict.checks, verdict, judgedAt: new Date(), panel: verdict.passed ? 'verdict' : this.scene.panel });
      // 判词先画出来，再记进度：写盘要等盘。
      await turn();
      const trouble = verdict.passed && sum !== undefined && answers.sumOf(id) === sum ? progress.pass(id, sum) : undefined;
      if (abort.signal.aborted) return;
      if (trouble !== undefined) this.#update({ notice: trouble });
      this.#checkTypes(abort, answers.pathOf(id));
    } catch (error) {
      if (error instanceof Aborted) return;
      if (!(error instanceof CannotJudge || error instanceof UsageError)) throw error;
      this.#update({ running: false, notice: `判不了：${error.message}` });
    }
  }

  #tick(abort: AbortController, { id, passed }: CheckResult): void {
    if (abort.signal.aborted) return;
    this.#update({ checks: this.scene.checks.map((check, index) => (this.#checks[index]!.id === id ? { ...check, passed } : check)) });
  }

  /** 判词先出来；类型在旁边慢慢查，查完了添一句。接连存盘的时候不查：它要占一个核，下一次判题就慢了。 */
  #checkTypes(abort: AbortController, file: string): void {
    const look = async (): Promise<void> => {
      const types = await this.#types.check(file);
      if (!abort.signal.aborted && types.length > 0) this.#update({ types });
    };
    const timer = setTimeout(() => void look(), idleMs);
    abort.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  /** 答案引入的别的文件变了，也要再判；别的练习的答案变了，与这一个无关。 */
  #isHelper(name: string | undefined): boolean {
    if (name === undefined || !/^[^.].*\.[cm]?[jt]s$/.test(name)) return false;
    return !this.#house.course.ids.some((id) => `${basename(id)}.ts` === name);
  }

  #update(change: Partial<Scene>): void {
    this.scene = { ...this.scene, ...change };
    this.#onChange();
  }
}
