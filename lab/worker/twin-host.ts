/**
 * 指挥的 worker：里面是一个个分身，和归它们放行的进程的 worker。
 */
import type { ProcessHandle } from '../conductor.ts';
import type { Verdict } from '../kernel/network.ts';
import type { Answer, Grant } from '../system/messages.ts';
import { killedAnswer, type Leave } from '../twin.ts';
import { World, type Operation } from '../world.ts';
import { chooseHops, type HopKind } from './hop.ts';
import type { FromProcess, FromTwin, LoggedAnswer, ToConductor, ToProcess, ToTwin } from './messages.ts';
import { packGrant, unpackAnswer, type Wire } from './wire.ts';

/** 装载程序最多等这么久，毫秒。 */
const START_MS = 30_000;

/** 手头总备着这么多装好了的 worker，读者按下「运行」时就不用等装载。 */
const SPARES = 2;
/** 等手头的先跑起来，再补，毫秒。 */
const RESTOCK_MS = 300;

/** 进程的 worker，备着几个。 */
class Pool {
  readonly #script: string;
  readonly #spares: Worker[] = [];

  constructor(script: Blob) {
    this.#script = URL.createObjectURL(script);
    this.#restock();
  }

  take(): Worker {
    setTimeout(() => this.#restock(), RESTOCK_MS);
    return this.#spares.shift() ?? new Worker(this.#script);
  }

  #restock(): void {
    while (this.#spares.length < SPARES) this.#spares.push(new Worker(this.#script));
  }
}

/** 听页面（经由沙箱）的话：造分身。 */
export function conduct(): void {
  let pool: Pool;
  let hops: Promise<HopKind>;
  self.addEventListener('message', async ({ data }: MessageEvent<ToConductor>) => {
    if (data.kind === 'script') {
      pool = new Pool(data.script);
      // worker 装载的时候，这里闲着
      hops = chooseHops();
    } else {
      new TwinHost(data, await hops, () => pool.take()).listen(data.port);
    }
  });
}

/** 一个分身。 */
class TwinHost {
  #port!: MessagePort;
  readonly #world: World;
  readonly #handles = new Map<number, RemoteProcess>();
  readonly #verdicts = new Map<number, Verdict>();
  #operations: [number, Operation][] = [];
  #log: LoggedAnswer[] = [];
  #leave: Leave = { runLimit: 0, stepLimit: 0, budgetMs: 0 };
  #deadline = 0;
  /** 正停在一步的中途：交代给了页面，等页面下一次来问再照它做。 */
  #resume: (() => void) | undefined;

  constructor({ seed, watchdogMs }: Extract<ToConductor, { kind: 'open' }>, hops: HopKind, spawn: () => Worker) {
    this.#world = new World({
      seed,
      launch: (setup) => {
        const process = new RemoteProcess(spawn(), watchdogMs);
        process.start({ kind: 'start', setup, seed, now: this.#world.network.clock.now, hops });
        this.#handles.set(setup.pid, process);
        return this.#logged(setup.pid, process);
      },
      watcher: () => ({ onOutput() {}, onExit() {} }),
    });
    this.#world.network.isTraced = false;
    this.#world.network.intervention = (_packet, id) => this.#verdicts.get(id);
  }

  /** `port` 通向页面。 */
  listen(port: MessagePort): void {
    this.#port = port;
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
        const wire = await process.grant(grant);
        const answer = unpackAnswer(wire);
        // 交代了退出，就不会再放行：worker 不留着
        if (answer.exit) process.terminate();
        this.#log.push({ pid, now: grant.now, answer: wire });
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

/** 看门狗多久看一次，毫秒。 */
const PATROL_MS = 100;

/** 一个 worker 里的进程：问一句，等一句；等得太久就结束它。 */
class RemoteProcess {
  readonly #worker: Worker;
  readonly #watchdogMs: number;
  readonly #patrol: ReturnType<typeof setInterval>;
  #started: Promise<FromProcess | undefined> | undefined;
  #resolve: (message: FromProcess | undefined) => void = () => {};
  /** 这时还没有回话，就是死循环。 */
  #deadline = Infinity;
  #isDead = false;

  constructor(worker: Worker, watchdogMs: number) {
    this.#worker = worker;
    this.#watchdogMs = watchdogMs;
    worker.addEventListener('message', ({ data }: MessageEvent<FromProcess>) => this.#resolve(data));
    this.#patrol = setInterval(() => {
      if (performance.now() > this.#deadline) this.terminate();
    }, PATROL_MS);
  }

  start(message: ToProcess): void {
    this.#started = this.#ask(message, START_MS);
  }

  async grant(grant: Grant): Promise<Wire<Answer>> {
    if (this.#started) {
      const reply = await this.#started;
      if (reply?.kind === 'failed') throw new Error(reply.message);
      this.#started = undefined;
    }
    const reply = await this.#ask({ kind: 'grant', grant: packGrant(grant) }, this.#watchdogMs);
    if (reply?.kind === 'answer') return reply.answer;
    const isOverdue = performance.now() > this.#deadline;
    const text = `这个程序 ${this.#watchdogMs / 1000} 秒没有停下来，多半是死循环，实验室把它结束了。\n`;
    return killedAnswer(grant.now, isOverdue ? text : '');
  }

  terminate(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    clearInterval(this.#patrol);
    this.#worker.terminate();
    this.#resolve(undefined);
  }

  #ask(message: ToProcess, limitMs: number): Promise<FromProcess | undefined> {
    this.#deadline = performance.now() + limitMs;
    return new Promise((resolve) => {
      if (this.#isDead) return resolve(undefined);
      this.#resolve = (reply) => {
        if (reply) this.#deadline = Infinity;
        resolve(reply);
      };
      this.#worker.postMessage(message);
    });
  }
}
