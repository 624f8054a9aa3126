/**
 * 页面和 worker 之间的话，都走一条 MessagePort。
 */
import type { NodeData } from '../bindings/context.ts';
import type { LibModule } from '../process/modules.ts';
import type { Answer, Grant, ProcessSetup } from '../system/messages.ts';

/** 页面 → 进程的 worker。 */
export type ToProcess =
  | { kind: 'start'; setup: ProcessSetup; seed: number; now: number }
  | { kind: 'grant'; grant: Grant };

/** 进程的 worker → 页面。每个 `ToProcess` 恰好一个回答。 */
export type FromProcess = { kind: 'started' } | { kind: 'failed'; message: string } | { kind: 'answer'; answer: Answer };

/** 页面 → 沙箱。 */
export type ToSandbox =
  /** 两份脚本的全文，一开始给一次 */
  | { kind: 'sources'; nodelib: string; process: string }
  | { kind: 'spawn'; id: number; port: MessagePort }
  | { kind: 'terminate'; id: number };

export type FromSandbox = { kind: 'ready' };

/** `nodelib.js` 在 worker 的全局对象上留下的东西。 */
export interface NodeLibGlobal {
  modules: Record<string, LibModule>;
  data: NodeData;
}
