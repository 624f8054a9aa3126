/**
 * 指挥的 worker：里面是一个个分身。它不认识页面的东西，只从一个端口听吩咐；
 * 要进程的 worker，就向沙箱要。
 */
import type { ProcessHandle } from '../conductor.ts';
import type { Verdict } from '../kernel/network.ts';
import type { Answer, Grant } from '../system/messages.ts';
import { killedAnswer, type Leave } from '../twin.ts';
import { World, type Operation } from '../world.ts';
import type { FromProcess, FromTwin, LoggedAnswer, ToPool, ToProcess, ToTwin } from './messages.ts';

/** 装载程序最多等这么久，毫秒。 */
const START_MS = 30_000;

let nextWorker = 1;

export type Spawn = (message: ToPool, transfer: Transferable[]) => void;

/** 一个分身。`port` 通向页面。 */
export class TwinHost {
  readonly #port: MessagePort;
  readonly #world: World;
  readonly #handles = new Map<number, RemoteProcess>();
  readonly #verdicts = new Map<number, Verdict>();
  #operations: [number, Operation][] = [];
  #log: LoggedAnswer[] = [];
  #leave: Leave = { runLimit: 0, stepLimit: 0, budgetMs: 0 };
  #deadline = 0;
  /** 正停在一步的中途：交代给了页面，等页面下一次来问再照它做。 */
  #resume: (() => void) | undefined;

  constructor(port: MessagePort, seed: number, watchdogMs: number, spawn: Spawn) {
    this.#port = port;
    this.#world = new World({
      seed,
      launch: (setup) => {
        const process = new RemoteProcess(spawn, watchdogMs);
        process.start({ kind: 'start', setup, seed, now: this.#world.network.clock.now });
        this.#handles.set(setup.pid, process);
        return this.#logged(setup.pid, process);
      },
      watcher: () => ({ onOutput() {}, onExit() {} }),
    });
    this.#world.network.intervention = (_packet, id) => this.#verdicts.get(id);
    port.addEventListener('message', ({ data }: MessageEvent<ToTwin>) => this.#hear(data));
    port.start();
  }

  #hear(message: ToTwin): void {
    if (message.kind === 'interrupt') {
      this.#handles.get(message.pid)?.terminate();
    } else if (message.kind === 'close') {
      for (const process of this.#handles.values()) process.terminate();
      this.#port.close();
    } else {
      this.#operations.push(...message.operations);
      if (message.kind === 'ask') this.#advance(message.verdicts, message.leave);
      else if (!this.#resume) this.#doDue();
    }
  }

  #advance(verdicts: [number, Verdict][], leave: Leave): void {
    this.#verdicts.clear();
    for (const [id, verdict] of verdicts) this.#verdicts.set(id, verdict);
    this.#leave = leave;
    this.#deadline = performance.now() + leave.budgetMs;
    const resume = this.#resume;
    this.#resume = undefined;
    if (resume) resume();
    else void this.#walk().then(() => this.#report(), (error) => this.#fail(error));
  }

  /** 走到有了交代、而且时间用完为止；不走出 `Leave` 的限度。 */
  async #walk(): Promise<void> {
    const world = this.#world;
    do {
      this.#doDue();
      world.runLimit = this.#leave.runLimit;
      const next = world.network.clock.nextTime();
      if (next === undefined || next >= world.runLimit || world.steps >= this.#leave.stepLimit) return;
      const running = world.step();
      if (running instanceof Promise) await running;
    } while (this.#log.length === 0 || performance.now() < this.#deadline);
  }

  #report(): void {
    this.#post({ kind: 'answers', answers: this.#log, steps: this.#world.steps });
    this.#log = [];
  }

  #fail(error: Error): void {
    this.#post({ kind: 'failed', message: String(error.stack ?? error) });
  }

  #post(message: FromTwin): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- 这是 MessagePort，没有这个参数
    this.#port.postMessage(message);
  }

  /** 页面在这一步做过的事，照做。 */
  #doDue(): void {
    while (this.#operations.length > 0 && this.#operations[0]![0] <= this.#world.steps) {
      this.#world.do(this.#operations.shift()![1]);
    }
  }

  /**
   * 交代记下来，给页面。不许抢先的时候，照它做以前先等页面：
   * 它引出的报文，页面也许要丢掉一个。
   */
  #logged(pid: number, process: RemoteProcess): ProcessHandle {
    return {
      grant: async (grant) => {
        const answer = await process.grant(grant);
        this.#log.push({ pid, now: grant.now, answer });
        if (this.#leave.budgetMs === 0) {
          this.#report();
          await new Promise<void>((resolve) => (this.#resume = resolve));
        }
        return answer;
      },
      terminate: () => process.terminate(),
    };
  }
}

/** 一个 worker 里的进程：问一句，等一句；等得太久就结束它。 */
class RemoteProcess {
  readonly #id = nextWorker++;
  readonly #port: MessagePort;
  readonly #spawn: Spawn;
  readonly #watchdogMs: number;
  #started: Promise<FromProcess> | undefined;
  #resolve: (message: FromProcess | undefined) => void = () => {};
  #isDead = false;
  #isOverdue = false;

  constructor(spawn: Spawn, watchdogMs: number) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#spawn = spawn;
    this.#watchdogMs = watchdogMs;
    port1.addEventListener('message', ({ data }: MessageEvent<FromProcess>) => this.#resolve(data));
    port1.start();
    spawn({ kind: 'spawn', id: this.#id, port: port2 }, [port2]);
  }

  start(message: ToProcess): void {
    this.#started = this.#ask(message, START_MS);
  }

  async grant(grant: Grant): Promise<Answer> {
    if (this.#started) {
      const reply = await this.#started;
      if (reply.kind === 'failed') throw new Error(reply.message);
      this.#started = undefined;
    }
    const reply = await this.#ask({ kind: 'grant', grant }, this.#watchdogMs);
    if (reply.kind === 'answer') return reply.answer;
    const seconds = this.#watchdogMs / 1000;
    const text = `这个程序 ${seconds} 秒没有停下来让别人运行，多半是死循环，实验室把它结束了。\n`;
    return killedAnswer(grant.now, this.#isOverdue ? text : '');
  }

  terminate(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#spawn({ kind: 'terminate', id: this.#id }, []);
    this.#port.close();
    this.#resolve(undefined);
  }

  async #ask(message: ToProcess, limitMs: number): Promise<FromProcess> {
    const nothing: FromProcess = { kind: 'started' };
    if (this.#isDead) return nothing;
    const watchdog = setTimeout(() => {
      this.#isOverdue = true;
      this.terminate();
    }, limitMs);
    const reply = await new Promise<FromProcess | undefined>((resolve) => {
      this.#resolve = resolve;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- 这是 MessagePort，没有这个参数
      this.#port.postMessage(message);
    });
    clearTimeout(watchdog);
    return reply ?? nothing;
  }
}
