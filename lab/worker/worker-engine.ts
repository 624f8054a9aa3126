/**
 * 在浏览器里跑模拟的进程：一个进程一个 worker，全在一个沙箱 iframe 里。
 */
import type { Engine, ProcessHandle } from '../conductor.ts';
import type { Answer, Grant } from '../system/messages.ts';
import { sandboxDocument } from './boot.ts';
import type { FromProcess, ToProcess, ToSandbox } from './messages.ts';

/** 一个进程这么久（真实时间）没有交代，就当它死循环了。 */
const WATCHDOG_MS = 2000;
const KILLED = 137;

export interface WorkerEngineOptions {
  /** 构建好的两份脚本，见 `lab/worker/build.ts` */
  nodelib: string;
  process: string;
  watchdogMs?: number;
}

export interface WorkerEngine extends Engine {
  /** 撤掉沙箱，连同里面的所有 worker。 */
  dispose(): void;
}

export async function workerEngine(options: WorkerEngineOptions): Promise<WorkerEngine> {
  const sandbox = await openSandbox(options);
  let nextId = 1;
  return {
    async start(setup, { seed, now }) {
      const id = nextId++;
      const { port1, port2 } = new MessageChannel();
      sandbox.post({ kind: 'spawn', id, port: port2 }, [port2]);
      const terminate = () => {
        sandbox.post({ kind: 'terminate', id });
        port1.close();
      };
      const remote = new RemoteProcess(port1, terminate, options.watchdogMs ?? WATCHDOG_MS);
      await remote.start({ kind: 'start', setup, seed, now });
      return remote;
    },
    dispose: () => sandbox.frame.remove(),
  };
}

async function openSandbox({ nodelib, process }: WorkerEngineOptions) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.hidden = true;
  frame.srcdoc = sandboxDocument();
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  // 沙箱的来源是「不透明」的，没有名字可写，只能写 *；里面没有秘密
  const post = (message: ToSandbox, transfer: Transferable[] = []) =>
    frame.contentWindow!.postMessage(message, '*', transfer);
  const ready = new Promise<void>((resolve) => {
    const listen = (event: MessageEvent) => {
      if (event.source !== frame.contentWindow || event.data?.kind !== 'ready') return;
      removeEventListener('message', listen);
      resolve();
    };
    addEventListener('message', listen);
  });
  post({ kind: 'sources', nodelib, process });
  await ready;
  return { frame, post };
}

class RemoteProcess implements ProcessHandle {
  readonly #port: MessagePort;
  readonly #terminate: () => void;
  readonly #watchdogMs: number;
  #resolve: (message: FromProcess) => void = () => {};
  #dead = false;

  constructor(port: MessagePort, terminate: () => void, watchdogMs: number) {
    this.#port = port;
    this.#terminate = terminate;
    this.#watchdogMs = watchdogMs;
    port.addEventListener('message', ({ data }: MessageEvent<FromProcess>) => this.#resolve(data));
    port.start();
  }

  async start(message: Extract<ToProcess, { kind: 'start' }>): Promise<void> {
    const reply = await this.#ask(message);
    if (reply.kind === 'failed') throw new Error(reply.message);
  }

  /** 问一句，等一句；等得太久，就结束它。 */
  async grant(grant: Grant): Promise<Answer> {
    const reply = await this.#ask({ kind: 'grant', grant });
    return reply.kind === 'answer' ? reply.answer : this.#killed(grant);
  }

  terminate(): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#terminate();
    this.#resolve({ kind: 'failed', message: '' });
  }

  async #ask(message: ToProcess): Promise<FromProcess> {
    if (this.#dead) return { kind: 'failed', message: '' };
    const watchdog = setTimeout(() => this.terminate(), message.kind === 'start' ? 30_000 : this.#watchdogMs);
    const reply = await new Promise<FromProcess>((resolve) => {
      this.#resolve = resolve;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- 这是 MessagePort，没有这个参数
      this.#port.postMessage(message);
    });
    clearTimeout(watchdog);
    return reply;
  }

  #killed({ now }: Grant): Answer {
    const text = `这个程序 ${this.#watchdogMs / 1000} 秒没有停下来让别人运行，多半是死循环，实验室把它结束了。\n`;
    return {
      calls: [{ time: now, call: 'output', stream: 2, text }],
      wake: null,
      now,
      exit: { code: KILLED, signal: 'SIGKILL' },
    };
  }
}
