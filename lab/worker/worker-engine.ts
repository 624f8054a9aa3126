/**
 * 在浏览器里跑模拟的进程：一个进程一个 worker，全在一个沙箱 iframe 里；分身也在那里。
 */
import type { Micros } from '../kernel/clock.ts';
import type { Verdict } from '../kernel/network.ts';
import type { Answer } from '../system/messages.ts';
import { killedAnswer, type Leave, type RemoteEngine, type Twin } from '../twin.ts';
import type { Operation } from '../world.ts';
import type { FromTwin, LoggedAnswer, ToTwin } from './messages.ts';
import type { Sandbox } from './sandbox.ts';
import { unpackAnswer } from './wire.ts';

/** 一个进程这么久（真实时间）没有交代，就当它死循环了。 */
const WATCHDOG_MS = 2000;

export interface WorkerEngineOptions {
  /** 造一个沙箱，见 `load.ts` */
  openSandbox(): Promise<Sandbox>;
  watchdogMs?: number;
}

export interface WorkerEngine extends RemoteEngine {
  /** 撤掉沙箱，连同里面的所有 worker。 */
  dispose(): void;
}

export async function workerEngine({ openSandbox, watchdogMs = WATCHDOG_MS }: WorkerEngineOptions): Promise<WorkerEngine> {
  const sandbox = await openSandbox();
  return {
    openTwin(seed) {
      const { port1, port2 } = new MessageChannel();
      sandbox.open(port2, { seed, watchdogMs });
      return new RemoteTwin(port1);
    },
    dispose: () => sandbox.remove(),
  };
}

/** 分身在页面这一头：记下操作，取回交代。 */
class RemoteTwin implements Twin {
  readonly #port: MessagePort;
  #steps = 0;
  #operations: [number, Operation][] = [];
  #verdicts: [number, Verdict][] = [];
  #answers: LoggedAnswer[] = [];
  #failure: string | undefined;
  /** 问了还没有回答：回答到了就完成。 */
  #asking: Promise<void> | undefined;
  #answered: () => void = () => {};
  #isClosed = false;

  constructor(port: MessagePort) {
    this.#port = port;
    port.addEventListener('message', ({ data }: MessageEvent<FromTwin>) => this.#hear(data));
    port.start();
  }

  isAheadOf(step: number): boolean {
    return this.#asking !== undefined || this.#steps > step;
  }

  record(step: number, operation: Operation): void {
    this.#operations.push([step, operation]);
    // 进程早一点开始装载
    if (operation[0] === 'start') this.#post({ kind: 'follow', operations: this.#takeOperations() });
  }

  recordVerdict(packetId: number, verdict: Verdict): void {
    this.#verdicts.push([packetId, verdict]);
  }

  async next(pid: number, now: Micros, leave: Leave, goOn: boolean): Promise<Answer> {
    if (this.#answers.length === 0) await this.#asking;
    if (this.#answers.length === 0) await this.#ask(leave);
    if (this.#isClosed) return killedAnswer(now);
    const logged = this.#answers.shift();
    if (!logged && this.#failure !== undefined) throw new Error(this.#failure);
    if (logged?.pid !== pid || logged.now !== now) {
      throw new Error('网络只能经由 Lab 的方法改。');
    }
    if (goOn) void this.#ask(leave);
    return unpackAnswer(logged.answer);
  }

  async rest(): Promise<void> {
    await this.#asking;
  }

  interrupt(pid: number): void {
    this.#post({ kind: 'interrupt', pid });
  }

  close(): void {
    this.#post({ kind: 'close' });
    this.#isClosed = true;
    this.#answered();
  }

  /** 请分身往前走；正在走就等它。 */
  #ask(leave: Leave): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return (this.#asking ??= new Promise((resolve) => {
      this.#answered = () => {
        this.#asking = undefined;
        resolve();
      };
      const verdicts = this.#verdicts;
      this.#verdicts = [];
      this.#post({ kind: 'ask', operations: this.#takeOperations(), verdicts, leave });
    }));
  }

  #hear(reply: FromTwin): void {
    if (reply.kind === 'failed') {
      this.#failure = reply.message;
    } else {
      this.#answers.push(...reply.answers);
      this.#steps = reply.steps;
    }
    this.#answered();
  }

  #takeOperations(): [number, Operation][] {
    const operations = this.#operations;
    this.#operations = [];
    return operations;
  }

  #post(message: ToTwin): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- 这是 MessagePort，没有这个参数
    if (!this.#isClosed) this.#port.postMessage(message);
  }
}
