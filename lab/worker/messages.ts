/**
 * 页面、沙箱、分身、进程之间的话。
 */
import type { NodeData } from '../bindings/context.ts';
import type { Micros } from '../kernel/clock.ts';
import type { Verdict } from '../kernel/network.ts';
import type { LibModule } from '../process/modules.ts';
import type { Answer, Grant, ProcessSetup } from '../system/messages.ts';
import type { Leave } from '../twin.ts';
import type { Operation } from '../world.ts';
import type { HopKind } from './hop.ts';
import type { Wire } from './wire.ts';

/** 分身 → 进程的 worker。 */
export type ToProcess =
  /** `hops`：怎样让出，见 `hop.ts` */
  | { kind: 'start'; setup: ProcessSetup; seed: number; now: number; hops: HopKind }
  | { kind: 'grant'; grant: Wire<Grant> };

/** 进程的 worker → 分身。每个 `ToProcess` 恰好一个回答。 */
export type FromProcess = { kind: 'started' } | { kind: 'failed'; message: string } | { kind: 'answer'; answer: Wire<Answer> };

/** 页面 → 分身。操作、处置都是上次以来的。 */
export type ToTwin =
  | { kind: 'follow'; operations: [step: number, Operation][] }
  | { kind: 'ask'; operations: [step: number, Operation][]; verdicts: [id: number, Verdict][]; leave: Leave }
  | { kind: 'interrupt'; pid: number }
  | { kind: 'close' };

/** 一个交代，和它是谁、几时的：两边对不上就是走岔了。 */
export interface LoggedAnswer {
  pid: number;
  now: Micros;
  answer: Wire<Answer>;
}

/** 分身 → 页面。每个 `ask` 恰好一个回答。 */
export type FromTwin = { kind: 'answers'; answers: LoggedAnswer[]; steps: number } | { kind: 'failed'; message: string };

/** 页面 → 沙箱。 */
export type ToSandbox =
  /** 两份脚本，一开始给一次 */
  | { kind: 'sources'; nodelib: Blob; process: Blob }
  /** 造一个分身；沙箱把它转给指挥的 worker */
  | { kind: 'open'; port: MessagePort; seed: number; watchdogMs: number };

/** 沙箱 → 指挥的 worker：先给进程的 worker 的脚本，以后转来「造一个分身」。 */
export type ToConductor = { kind: 'script'; script: Blob } | Extract<ToSandbox, { kind: 'open' }>;

/** `nodelib.js` 在 worker 的全局对象上留下的东西。 */
export interface NodeLibGlobal {
  modules: Record<string, LibModule>;
  data: NodeData;
}
