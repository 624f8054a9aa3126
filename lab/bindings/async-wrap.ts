/**
 * async_wrap：异步资源的编号，async_hooks 的底子。
 */
import { noop, type Binding, type Context, type Loose } from './context.ts';

/** lib 按名字取各格的下标；这里只用得着几个。 */
const K_CHECK = 6;
const K_STACK_LENGTH = 7;
const K_ASYNC_ID_COUNTER = 2;
const K_DEFAULT_TRIGGER_ASYNC_ID = 3;

const constants = {
  kInit: 0,
  kBefore: 1,
  kAfter: 2,
  kDestroy: 3,
  kPromiseResolve: 4,
  kTotals: 5,
  kCheck: K_CHECK,
  kStackLength: K_STACK_LENGTH,
  kUsesExecutionAsyncResource: 8,
  kExecutionAsyncId: 0,
  kTriggerAsyncId: 1,
  kAsyncIdCounter: K_ASYNC_ID_COUNTER,
  kDefaultTriggerAsyncId: K_DEFAULT_TRIGGER_ASYNC_ID,
};

export class AsyncIds {
  readonly fields = new Float64Array(4);
  readonly hookFields = new Uint32Array(9);
  readonly stack = new Float64Array(64);
  readonly resources: Loose[] = [];
  /** 栈里装不下的，放在这里。 */
  #saved: [number, number][] = [];

  constructor() {
    this.fields[K_ASYNC_ID_COUNTER] = 1;
    this.fields[K_DEFAULT_TRIGGER_ASYNC_ID] = -1;
    this.hookFields[K_CHECK] = 1;
  }

  next(): number {
    this.fields[K_ASYNC_ID_COUNTER]! += 1;
    return this.fields[K_ASYNC_ID_COUNTER]!;
  }

  push(asyncId: number, triggerId: number): void {
    this.#saved.push([this.fields[0]!, this.fields[1]!]);
    this.hookFields[K_STACK_LENGTH]! += 1;
    this.fields[0] = asyncId;
    this.fields[1] = triggerId;
  }

  pop(): boolean {
    const saved = this.#saved.pop();
    if (!saved) return false;
    this.hookFields[K_STACK_LENGTH]! -= 1;
    [this.fields[0], this.fields[1]] = saved;
    return this.#saved.length > 0;
  }

  clear(): void {
    this.#saved = [];
    this.resources.length = 0;
    this.hookFields[K_STACK_LENGTH] = 0;
    this.fields[0] = 0;
    this.fields[1] = 0;
  }
}

export function asyncWrapBinding({ ids }: Context): Binding {
  return {
    constants,
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
    registerDestroyHook: noop,
    queueDestroyAsyncId: noop,
  };
}
