/** 测试和页面之间的话：演什么，演得怎样。 */
import type { CompiledModule, LinkSettings, Verdict } from '../../../lab/index.ts';

export interface Scene {
  seed?: number;
  links?: Partial<LinkSettings>;
  hosts: Record<string, string[]>;
  programs: { host: string; modules: CompiledModule[]; entry: string; args?: string[]; input?: string }[];
  /** 最多走到这一刻（毫秒） */
  untilMs?: number;
  /** 到这一刻（毫秒）给所有还在的进程 Ctrl-C */
  interruptAtMs?: number;
  watchdogMs?: number;
  /** 每一步都可能停，每个报文都问一次（见 `judge`）：分身不许走在前面 */
  careful?: boolean;
}

export interface Played {
  stdout: string[];
  stderr: string[];
  exits: (number | undefined)[];
  hash: string;
  events: number;
  virtualMs: number;
  /** 从开始启动到第一个报文，真实的毫秒 */
  firstMs: number;
  totalMs: number;
  /** 只算跑的时间，不算启动 */
  runMs: number;
}

/** `careful` 的场景里，哪个报文要动手脚。 */
export function judge(id: number): Verdict | undefined {
  if (id % 11 === 3) return { drop: true };
  if (id % 7 === 2) return { delay: 3000 };
  return id % 13 === 5 ? { duplicate: true } : undefined;
}
