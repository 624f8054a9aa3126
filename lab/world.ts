/**
 * 一个世界：网络，和接在上面的进程。
 *
 * 它从外面只受「操作」的影响，操作都是数据；所以同样的种子、同样的操作加在同样的步上，
 * 两个线程里的两个世界走得一模一样（见 `twin.ts`）。
 */
import { Conducted, type ProcessHandle, type ProcessWatcher } from './conductor.ts';
import type { Micros } from './kernel/clock.ts';
import type { LinkSettings } from './kernel/link.ts';
import { Network } from './kernel/network.ts';
import type { ProcessEvent, ProcessSetup } from './system/messages.ts';

/** 读者对世界做的一件事。 */
export type Operation =
  | ['addHost', name: string, addresses: string[]]
  | ['setAllLinks', changes: Partial<LinkSettings>]
  | ['setLink', from: string, to: string, changes: Partial<LinkSettings>]
  | ['dropInFlight', id: number]
  | ['delayInFlight', id: number, extra: Micros]
  | ['duplicateInFlight', id: number]
  /** 到这一刻至少有一件事：时间能走到那里 */
  | ['alarm', time: Micros]
  | ['start', setup: ProcessSetup]
  | ['tell', pid: number, event: ProcessEvent]
  | ['kill', pid: number];

export interface WorldOptions {
  seed: number;
  launch(setup: ProcessSetup): ProcessHandle;
  watcher(setup: ProcessSetup): ProcessWatcher;
}

export class World {
  readonly network: Network;
  readonly processes = new Map<number, Conducted>();
  /** 走过几步。一步是内核的一件事，或者一个进程的一次运行 */
  steps = 0;
  /** 这一段走到这一刻之前：进程不可以走过它 */
  runLimit: Micros = Infinity;
  readonly options: WorldOptions;

  constructor(options: WorldOptions) {
    this.options = options;
    this.network = new Network(options.seed);
  }

  /** 走一步；轮到进程运行时返回 Promise。没有事了就什么也不做。 */
  step(): unknown {
    this.steps += 1;
    return this.network.clock.runNext();
  }

  /** 操作的名字就是这里的、或者 `Network` 的方法。 */
  do([name, ...values]: Operation): void {
    const target = (name in this ? this : this.network) as unknown as Record<string, (...values: unknown[]) => void>;
    target[name]!(...values);
  }

  alarm(time: Micros): void {
    this.network.clock.at(time, () => {});
  }

  start(setup: ProcessSetup): void {
    this.processes.set(setup.pid, new Conducted(this, setup));
  }

  tell(pid: number, event: ProcessEvent): void {
    this.processes.get(pid)?.tell(event);
  }

  kill(pid: number): void {
    this.processes.get(pid)?.kill({ code: 137, signal: 'SIGKILL' });
  }
}
