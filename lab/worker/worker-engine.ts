/**
 * 在浏览器里跑模拟的进程：一个进程一个 worker，全在一个沙箱 iframe 里；分身也在那里。
 */
import type { Micros } from '../kernel/clock.ts';
import type { Verdict } from '../kernel/network.ts';
import type { Answer } from '../system/messages.ts';
import { killedAnswer, type Leave, type RemoteEngine, type Twin } from '../twin.ts';
import type { Operation } from '../world.ts';
import { sandboxDocument } from './boot.ts';
import type { FromTwin, LoggedAnswer, ToSandbox, ToTwin } from './messages.ts';

/** 一个进程这么久（真实时间）没有交代，就当它死循环了。 */
const WATCHDOG_MS = 2000;

export interface WorkerEngineOptions {
  /** 构建好的两份脚本，见 `lab/worker/build.ts`；还没有下载完的也行 */
  nodelib: string | Promise<string>;
  process: string | Promise<string>;
  watchdogMs?: number;
}

export interface WorkerEngine extends RemoteEngine {
  /** 撤掉沙箱，连同里面的所有 worker。 */
  dispose(): void;
}

export async function workerEngine(options: WorkerEngineOptions): Promise<WorkerEngine> {
  const sandbox = await openSandbox(options);
  return {
    openTwin(seed) {
      const { port1, port2 } = new MessageChannel();
      sandbox.post({ kind: 'open', port: port2, seed, watchdogMs: options.watchdogMs ?? WATCHDOG_MS }, [port2]);
      return new RemoteTwin(port1);
    },
    dispose: () => sandbox.frame.remove(),
  };
}

/** 一边等脚本下载，一边造沙箱。 */
async function openSandbox({ nodelib, process }: WorkerEngineOptions) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.hidden = true;
  frame.srcdoc = sandboxDocument();
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  // 沙箱的来源是「不透明」的，没有名字可写，只能写 *；里面没有秘密
  const post = (message: ToSandbox, transfer: Transferable[] = []) =>
    frame.contentWindow!.postMessage(message, '*', transfer);
  const sources = await Promise.all([nodelib, process, loaded]);
  post({ kind: 'sources', nodelib: sources[0], process: sources[1] });
  return { frame, post };
}

/** 分身在页面这一头：记下操作，取回交代。 */
class RemoteTwin implements Twin {
  steps = 0;
  readonly #port: MessagePort;
  #operations: [number, Operation][] = [];
  #verdicts: [number, Verdict][] = [];
  #answers: LoggedAnswer[] = [];
  #resolve: (message: FromTwin) => void = () => {};
  #isClosed = false;

  constructor(port: MessagePort) {
    this.#port = port;
    port.addEventListener('message', ({ data }: MessageEvent<FromTwin>) => this.#resolve(data));
    port.start();
  }

  record(step: number, operation: Operation): void {
    this.#operations.push([step, operation]);
    // 进程早一点开始装载
    if (operation[0] === 'start') this.#post({ kind: 'follow', operations: this.#takeOperations() });
  }

  recordVerdict(packetId: number, verdict: Verdict): void {
    this.#verdicts.push([packetId, verdict]);
  }

  async next(pid: number, now: Micros, leave: Leave): Promise<Answer> {
    if (this.#answers.length === 0) await this.#ask(leave);
    if (this.#isClosed) return killedAnswer(now);
    const logged = this.#answers.shift();
    if (logged?.pid === pid && logged.now === now) return logged.answer;
    throw new Error('沙箱里的世界和页面上的走岔了：网络只能经由 Lab 的方法改。');
  }

  interrupt(pid: number): void {
    this.#post({ kind: 'interrupt', pid });
  }

  close(): void {
    this.#post({ kind: 'close' });
    this.#isClosed = true;
    this.#resolve({ kind: 'answers', answers: [], steps: 0 });
  }

  async #ask(leave: Leave): Promise<void> {
    if (this.#isClosed) return;
    const verdicts = this.#verdicts;
    this.#verdicts = [];
    const reply = await new Promise<FromTwin>((resolve) => {
      this.#resolve = resolve;
      this.#post({ kind: 'ask', operations: this.#takeOperations(), verdicts, leave });
    });
    if (reply.kind === 'failed') throw new Error(reply.message);
    this.#answers = reply.answers;
    this.steps = reply.steps;
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
