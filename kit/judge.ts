/** 判题：把练习的每一项检查各跑一遍，得到一份判词。 */
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { Answer } from './answer/answer.ts';
import { AnswerSyntaxError, compile, type Compiled } from './answer/compile.ts';
import { commonDiagnoses, NotPassed, type Check, type Diagnosis, type Exercise, type Stage } from './exercise.ts';
import { SilentDoor } from './peers/silent.ts';
import { TcpListener, TcpPeer, type WasRead } from './peers/tcp.ts';
import { UdpPeer } from './peers/udp.ts';
import { Random } from './random.ts';
import { Trace } from './trace.ts';
import { alone, inTurn } from './turns.ts';

/** 一项检查的结果；没通过时带着诊断和对话。 */
export interface CheckResult {
  id: string;
  title: string;
  passed: boolean;
  ms: number;
  /** 诊断的标识；通过时没有。 */
  diagnosis?: string;
  /** 这一次具体看到了什么。 */
  message?: string;
  cause?: string;
  section?: string;
  reproduce?: string[];
  /** 这台机器做不了的步骤，一步一句；没有就不写。 */
  notes?: string[];
  trace: string[];
}

export interface Verdict {
  id: string;
  seed: number;
  passed: boolean;
  ms: number;
  checks: CheckResult[];
}

/** 检查本身出了差错（不是答案的错）：判不了。 */
export class CannotJudge extends Error {
  override name = 'CannotJudge';
}

/** 中途不判了：学习者又存了一次，旧的判词没有人要了。 */
export class Aborted extends Error {
  override name = 'Aborted';
}

export interface JudgeOptions {
  /** 让它中途停下；它启动的进程都结束之后，`judge` 抛出 `Aborted`。 */
  signal?: AbortSignal;
  /** 每有一项检查有了结果，就叫一次；靠时间判定的可能还要重判，以最后的判词为准。 */
  onResult?: (result: CheckResult) => void;
  /** 早就知道该是这个诊断：得到的是它，就不必再判。 */
  expected?: string | undefined;
}

/** 一次等待的上限，毫秒；机器忙的时候按比例放宽，最多五倍。 */
const patienceMs = 4_000;
/** 很长的一段，一次等这么多字节。 */
const pieceBytes = 1_000_000;
/** 等 Node 自己起来的上限，毫秒：那时学习者的代码还没有开始，慢不是它的错。 */
const startPatienceMs = 20_000;
/** 机器不忙时，从启动到 Node 起来不超过这么久，毫秒。 */
const usualStartMs = 200;
/** 用了这么久 Node 才起来，机器就太忙了：没有通过的，不能当场算数。 */
const busyStartMs = 3 * usualStartMs;
/** 判题的一方自己的计时器晚了这么久，也是机器太忙：该答的话没有及时答。毫秒。 */
const busyLagMs = 500;
/** 隔多久看一次自己晚了没有，毫秒。 */
const pulseMs = 50;

/**
 * 判一份答案。所有检查同时进行，各有各的进程和端口；返回之前它们都已结束。
 *
 * @param file 学习者的文件
 * @param seed 随机输入的种子，0 到 2³² − 1
 * @throws CannotJudge 检查自己出了差错
 * @throws Aborted 中途叫停
 */
export async function judge(exercise: Exercise, id: string, file: string, seed: number, options: JudgeOptions = {}): Promise<Verdict> {
  const begin = performance.now();
  const results = await runChecks(exercise, file, seed, options);
  if (results.length === 0) throw new CannotJudge('这个练习一项检查也没有。');
  const ms = Math.round(performance.now() - begin);
  return { id, seed, passed: results.every((result) => result.passed), ms, checks: results };
}

async function runChecks(exercise: Exercise, file: string, seed: number, { signal, onResult, expected }: JudgeOptions = {}): Promise<CheckResult[]> {
  let compiled: Compiled;
  try {
    compiled = await compile(file);
  } catch (error) {
    if (!(error instanceof AnswerSyntaxError)) throw error;
    const failure = new NotPassed('syntax-error', error.message);
    return exercise.checks.map((check) => describe(exercise, check, 0, new Trace(), failure, file, []));
  }
  try {
    const run = async (index: number): Promise<Judged> => {
      const judged = await runCheck(exercise, exercise.checks[index]!, compiled, new Random(seed + index), signal);
      onResult?.(judged.result);
      return judged;
    };
    // allSettled：一项检查自己出了差错，也要等别的都收走自己的进程，才能删掉它们正在用的文件。
    const settled = await Promise.allSettled(exercise.checks.map((_, index) => inTurn(() => run(index))));
    const results: CheckResult[] = [];
    let confirmed = false;
    for (const [index, outcome] of settled.entries()) {
      if (outcome.status === 'rejected') throw outcome.reason;
      let judged = outcome.value;
      // 也许不是答案的错的，单独再判两次，有一次看清了、通过了，就算通过；有一项这样也没有通过，别的就不必再判。
      for (let again = confirmed ? 2 : 0; again < 2 && isDoubtful(exercise, judged, expected); again += 1) judged = await alone(() => run(index));
      confirmed ||= !judged.result.passed && isDoubtful(exercise, judged, expected);
      results.push(judged.result);
    }
    return results;
  } finally {
    compiled.remove();
  }
}

/** 从哪一项检查开始；早就知道该得到的诊断。都可以不写。 */
export interface FirstFailureOptions {
  from?: string | undefined;
  expected?: string | undefined;
}

/**
 * 只找第一项没有通过的：一项一项依次判，遇到没有通过的就停。
 * 证明「这份错的答案得到这个诊断」只需要这么多，省下的进程让全部证明快一倍。
 *
 * @returns 第一项没有通过的结果；全部通过就是 `undefined`
 * @throws Error 没有 `from` 这一项检查
 */
export async function firstFailure(exercise: Exercise, file: string, seed: number, { from, expected }: FirstFailureOptions = {}): Promise<CheckResult | undefined> {
  const first = from === undefined ? 0 : exercise.checks.findIndex(({ id }) => id === from);
  if (first < 0) throw new Error(`没有「${from}」这一项检查，有的是：${exercise.checks.map(({ id }) => id).join('、')}。`);
  for (const [index, check] of exercise.checks.entries()) {
    if (index < first) continue;
    const [result] = await runChecks({ ...exercise, checks: [check] }, file, seed + index, { expected });
    if (result && !result.passed) return result;
  }
  return undefined;
}

/** 一项检查的结果，和那时机器的样子。 */
interface Judged {
  result: CheckResult;
  /** 最慢的一个进程，从启动到 Node 起来用了多久，毫秒。 */
  startupMs: number;
  /** 判题的一方自己最晚的一次，晚了多久，毫秒。 */
  lagMs: number;
  /** 给程序的端口，在它绑定之前被别的程序占用了。 */
  robbed: boolean;
  /** 检查说这一场没有看清。 */
  unclear: boolean;
}

/** 靠时间的判断，用了这么久才没有通过的，不是机器忙一下造成的，不必重判，毫秒。 */
const slowestRejudgeMs = 4_000;

/**
 * 没有通过，可是也许不是答案的错：判断靠的是时间；Node 自己起来就慢，或者判题的一方自己就晚，
 * 说明机器太忙，该答的话也许没有及时答；或者借给它的端口被别的程序占用了。
 * 通过了，也许是没有看清。
 */
function isDoubtful(exercise: Exercise, { result, startupMs, lagMs, robbed, unclear }: Judged, expected: string | undefined): boolean {
  if (result.passed) return unclear;
  if (result.diagnosis === expected) return false;
  const timed = exercise.diagnoses[result.diagnosis!]?.timing === true && result.ms < slowestRejudgeMs;
  return timed || robbed || startupMs > busyStartMs || lagMs > busyLagMs;
}

async function runCheck(exercise: Exercise, check: Check, compiled: Compiled, random: Random, signal: AbortSignal | undefined): Promise<Judged> {
  if (signal?.aborted) throw new Aborted();
  const begin = performance.now();
  const stage = new CheckStage(compiled, random);
  const outcome = await Promise.race([check.run(stage).then(() => undefined, (error: unknown) => error), abortion(signal)]);
  const args = await stage.clear().catch((error: Error) => {
    throw new CannotJudge(`检查「${check.title}」启动的进程结束不了：${error.message}`);
  });
  if (outcome instanceof Aborted) throw outcome;
  const ms = Math.round(performance.now() - begin);
  if (outcome === undefined || outcome instanceof NotPassed) {
    const result = noted(describe(exercise, check, ms, stage.trace, outcome, compiled.source, args), stage.notes);
    return { result, startupMs: stage.startupMs, lagMs: stage.lagMs, robbed: stage.robbed, unclear: stage.isUnclear };
  }
  throw new CannotJudge(`检查「${check.title}」自己出了差错：${(outcome as Error).stack ?? String(outcome)}`);
}

function noted(result: CheckResult, notes: string[]): CheckResult {
  return notes.length > 0 ? { ...result, notes } : result;
}

/** 叫停的时候有结果；没有人叫停，就一直没有。 */
async function abortion(signal: AbortSignal | undefined): Promise<Aborted> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(new Aborted()), { once: true }));
}

function describe(exercise: Exercise, check: Check, ms: number, trace: Trace, failure: NotPassed | undefined, file: string, args: readonly (string | number)[]): CheckResult {
  const base = { id: check.id, title: check.title, passed: failure === undefined, ms, trace: trace.lines() };
  if (!failure) return base;
  const diagnosis: Diagnosis | undefined = exercise.diagnoses[failure.diagnosis] ?? commonDiagnoses[failure.diagnosis];
  if (!diagnosis) throw new CannotJudge(`检查「${check.title}」用了没有写明的诊断「${failure.diagnosis}」。`);
  const fill = (command: string): string => command.replace('{file}', file).replace('{args}', args.join(' ')).trim();
  const { cause, section, reproduce } = diagnosis;
  return { ...base, diagnosis: failure.diagnosis, message: failure.message, cause, section, reproduce: reproduce.map(fill) };
}

/** 一项检查的台：它启动的进程和开的端口都记在这里，结束时一一收走。 */
class CheckStage implements Stage {
  readonly trace = new Trace();
  readonly notes: string[] = [];
  readonly random: Random;
  readonly #compiled: Compiled;
  readonly #answers: Answer[] = [];
  readonly #peers: { close(): void }[] = [];
  readonly #waiting = new Set<() => void>();
  #startedAt = performance.now();
  #aliveAt: number | undefined;
  #cleared = false;
  readonly #pulse: NodeJS.Timeout;
  /** 判题的一方自己最晚的一次，晚了多久，毫秒。 */
  lagMs = 0;
  isUnclear = false;

  constructor(compiled: Compiled, random: Random) {
    this.#compiled = compiled;
    this.random = random;
    let due = performance.now() + pulseMs;
    this.#pulse = setInterval(() => {
      this.lagMs = Math.max(this.lagMs, performance.now() - due);
      due = performance.now() + pulseMs;
    }, pulseMs);
  }

  readonly #wake = (): void => {
    for (const look of [...this.#waiting]) look();
  };

  start(args: readonly (string | number)[], before?: string): Answer {
    // 中途叫停以后，检查的函数也许还在往下走：不能再启动没有人收的进程。
    if (this.#cleared) throw new Aborted();
    const answer = new Answer(this.#compiled, args, this.trace, this.#wake, before);
    this.#answers.push(answer);
    this.#startedAt = performance.now();
    this.#aliveAt = undefined;
    return answer;
  }

  async udpPeer(name: string, at?: { address?: string; port?: number }): Promise<UdpPeer> {
    const peer = await UdpPeer.open(name, this.trace, this.#wake, at);
    if (this.#cleared) {
      peer.close();
      throw new Aborted();
    }
    this.#peers.push(peer);
    return peer;
  }

  async tcpServer(name: string): Promise<TcpListener> {
    const listener = await TcpListener.open(name, this.trace, this.#wake, this.#wasRead);
    this.#peers.push(listener);
    return listener;
  }

  async silentDoor(name: string, words: string): Promise<SilentDoor> {
    const silent = await SilentDoor.open(words, this.#wake);
    this.#peers.push(silent);
    this.trace.add(`${name}（端口 ${silent.port}）：监听着，没有回音`);
    return silent;
  }

  async tcpClient(name: string, port: number, host?: string, orElse = 'not-listening'): Promise<TcpPeer> {
    const peer = TcpPeer.connect(name, port, this.trace, this.#wake, this.#wasRead, host);
    this.#peers.push(peer);
    await this.until(() => peer.connected, `${name}连上端口 ${port}`, orElse);
    return peer;
  }

  async listening(program: Answer, addresses: readonly string[] = ['127.0.0.1']): Promise<number> {
    const bound = await this.until(() => program.bound.find(({ protocol }) => protocol === 'tcp'), '程序开始监听', 'not-listening', program);
    const wanted = Number(program.args[0]);
    if (wanted > 0 && bound.port !== wanted) this.fail('not-listening', `第一个参数是 ${wanted}，程序监听的却是端口 ${bound.port}。`);
    if (!addresses.includes(bound.address)) this.fail('listens-elsewhere', `程序监听的地址应当是 ${addresses.join(' 或 ')}，实际是 ${bound.address}。`);
    return bound.port;
  }

  fail(diagnosis: string, message: string): never {
    throw new NotPassed(diagnosis, message);
  }

  async intact(program: Answer): Promise<void> {
    // 崩溃的报告在进程消失之前已经送出，只是也许还没有轮到读它。
    await this.settle();
    if (program.crash) this.fail('crashed', `程序崩溃了：${program.crash}`);
  }

  note(text: string): void {
    this.notes.push(text);
    this.trace.add(text);
  }

  unclear(text: string): void {
    this.isUnclear = true;
    this.note(text);
  }

  async pause(ms: number): Promise<void> {
    await sleep(ms);
  }

  async settle(): Promise<void> {
    for (let turns = 0; turns < 5; turns += 1) await turn();
  }

  async until<T>(look: () => T | undefined | false, awaited: string, orElse: string | (() => string), of?: Answer): Promise<T> {
    const begin = performance.now();
    const answers = of ? [of] : this.#answers;
    const found = await this.#watch(look, begin, answers);
    if (found !== undefined && found !== false) return found;
    const waited = Math.round(performance.now() - begin);
    const crash = this.#answers.map((answer) => answer.crash).find((said) => said !== undefined);
    if (crash) this.fail('crashed', `程序崩溃了：${crash}`);
    if (this.#answers.some((answer) => answer.flooded)) this.fail('too-much-output', `等的是${awaited}，程序却已经打印了一百万个字以上。`);
    const silent = answers.find((answer) => !answer.alive);
    if (silent) this.fail('too-slow', `等的是${awaited}，等了 ${waited} 毫秒，程序没有任何动静。`);
    const ended = answers.find((answer) => answer.exited);
    const how = ended ? `可是程序已经结束（${ended.exited!.code === null ? `信号 ${ended.exited!.signal}` : `退出码 ${ended.exited!.code}`}）` : `等了 ${waited} 毫秒，没有等到`;
    this.fail(typeof orElse === 'string' ? orElse : orElse(), `等的是${awaited}，${how}。`);
  }

  async receives(peer: TcpPeer, bytes: number, awaited: string, orElse: string | (() => string), of?: Answer): Promise<void> {
    const isOver = (): boolean => peer.ended || peer.errored !== undefined;
    for (let goal = 0; goal < bytes && !isOver(); ) {
      goal = Math.min(bytes, peer.received.length + pieceBytes);
      await this.until(() => peer.received.length >= goal || isOver(), awaited, orElse, of);
    }
  }

  /** 结束所有进程，关上所有端口；返回最后一个进程的参数，好写出重现的命令。 */
  async clear(): Promise<readonly (string | number)[]> {
    this.#cleared = true;
    clearInterval(this.#pulse);
    await Promise.all(this.#answers.map((answer) => answer.stop()));
    for (const peer of this.#peers) peer.close();
    return this.#answers.at(-1)?.args ?? [];
  }

  /** 最慢的一个进程，从启动到 Node 起来用了多久，毫秒；还没有起来的不算。 */
  get startupMs(): number {
    return Math.max(0, ...this.#answers.map((answer) => answer.startupMs ?? 0));
  }

  /** 有程序要用的端口被别的程序占用了吗。 */
  get robbed(): boolean {
    return this.#answers.some((answer) => answer.robbed);
  }

  /** 等到程序从这个连接里读走了 `bytes` 个字节。一直不读就不再等：这里只制造场面，不作判断。 */
  readonly #wasRead: WasRead = async (peer, bytes, fin = false) => {
    const deadline = performance.now() + patienceMs / 2;
    const isRead = (): boolean =>
      this.#answers.some((answer) => answer.bytesRead(peer.remotePort, peer.localPort) >= bytes && (!fin || answer.finReadMs(peer.remotePort, peer.localPort) !== undefined));
    while (!isRead()) {
      const left = deadline - performance.now();
      if (left <= 0 || peer.closed || this.#answers.every((answer) => answer.exited)) return false;
      await this.#nextChange(left);
    }
    return true;
  };

  async #watch<T>(look: () => T | undefined | false, begin: number, answers: readonly Answer[]): Promise<T | undefined | false> {
    for (;;) {
      const found = look();
      if (found !== undefined && found !== false) return found;
      const left = this.#deadline(begin) - performance.now();
      if (left <= 0 || this.#answers.some((answer) => answer.flooded)) return undefined;
      if (answers.length > 0 && answers.every((answer) => answer.exited)) {
        // 程序结束时，它寄出的报文可能还躺在我们的缓冲区里：放它们进来，再看最后一眼。
        await this.settle();
        return look();
      }
      await this.#nextChange(left);
    }
  }

  /** 等到什么时候为止。启动用掉的时间不算在耐心里；启动得慢，说明机器忙，耐心也按比例放宽。 */
  #deadline(begin: number): number {
    const starts = this.#answers.map((answer) => answer.startupMs);
    const slowest = Math.max(0, ...starts.map((ms) => ms ?? Infinity));
    if (slowest === Infinity) return begin + startPatienceMs;
    const alive = this.#answers.every((answer) => answer.alive);
    if (alive && this.#aliveAt === undefined) this.#aliveAt = performance.now();
    const from = Math.max(begin, this.#aliveAt ?? this.#startedAt + slowest);
    return from + patienceMs * Math.min(5, Math.max(1, slowest / usualStartMs));
  }

  async #nextChange(limitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, limitMs);
      this.#waiting.add(done);
    });
  }
}
