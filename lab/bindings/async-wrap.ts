/**
 * async_wrap：异步资源的编号，async_hooks 的底子。
 */
import { noop, type Binding, type Context, type Loose } from './context.ts';

/** `fields` 和 `hookFields` 里，这里用得着的几格。 */
const ASYNC_ID_COUNTER = 2;
const DEFAULT_TRIGGER_ASYNC_ID = 3;
const CHECK = 6;
const STACK_LENGTH = 7;

export class AsyncIds {
  readonly fields = new Float64Array(4);
  readonly hookFields = new Uint32Array(9);
  readonly stack = new Float64Array(64);
  readonly resources: Loose[] = [];
  /** 栈里装不下的，放在这里。 */
  #saved: [number, number][] = [];

  constructor() {
    this.fields[ASYNC_ID_COUNTER] = 1;
    this.fields[DEFAULT_TRIGGER_ASYNC_ID] = -1;
    this.hookFields[CHECK] = 1;
  }

  next(): number {
    this.fields[ASYNC_ID_COUNTER]! += 1;
    return this.fields[ASYNC_ID_COUNTER]!;
  }

  push(asyncId: number, triggerId: number): void {
    this.#saved.push([this.fields[0]!, this.fields[1]!]);
    this.hookFields[STACK_LENGTH]! += 1;
    this.fields[0] = asyncId;
    this.fields[1] = triggerId;
  }

  pop(): boolean {
    const saved = this.#saved.pop();
    if (!saved) return false;
    this.hookFields[STACK_LENGTH]! -= 1;
    [this.fields[0], this.fields[1]] = saved;
    return this.#saved.length > 0;
  }

  clear(): void {
    this.#saved = [];
    this.resources.length = 0;
    this.hookFields[STACK_LENGTH] = 0;
    this.fields[0] = 0;
    this.fields[1] = 0;
  }
}

export function asyncWrapBinding({ ids }: Context): Binding {
  return {
    constants: {
      ...numbered('kExecutionAsyncId', 'kTriggerAsyncId', 'kAsyncIdCounter', 'kDefaultTriggerAsyncId'),
      ...numbered('kInit', 'kBefore', 'kAfter', 'kDestroy', 'kPromiseResolve', 'kTotals', 'kCheck', 'kStackLength', 'kUsesExecutionAsyncResource'),
    },
    Providers: {},
    async_id_fields: ids.fields,
    async_hook_fields: ids.hookFields,
    async_ids_stack: ids.stack,
    execution_async_resources: ids.resources,
    pushAsyncContext: (asyncId: number, triggerId: number) => ids.push(asyncId, triggerId),
    popAsyncContext: () => ids.pop(),
    clearAsyncIdStack: () => ids.clear(),
    executionAsyncResource: (index: number) => ids.resources[index],
    setCallbackTrampoline: noop,
    setPromiseHooks: noop,
    registerDestroyHook: noop,
    queueDestroyAsyncId: noop,
  };
}

/** 依次编号：lib 按名字取各格的下标。 */
function numbered(...names: string[]): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [name, index]));
}
