/**
 * async_wrap：异步资源的编号，async_hooks 的底子。
 */
import { noop, type Binding, type Loose } from './context.ts';

const constants = {
  kInit: 0,
  kBefore: 1,
  kAfter: 2,
  kDestroy: 3,
  kPromiseResolve: 4,
  kTotals: 5,
  kCheck: 6,
  kStackLength: 7,
  kUsesExecutionAsyncResource: 8,
  kExecutionAsyncId: 0,
  kTriggerAsyncId: 1,
  kAsyncIdCounter: 2,
  kDefaultTriggerAsyncId: 3,
};

export class AsyncIds {
  readonly fields = new Float64Array(4);
  readonly hookFields = new Uint32Array(9);
  readonly stack = new Float64Array(64);
  readonly resources: Loose[] = [];
  /** 栈里装不下的，放在这里。 */
  #saved: [number, number][] = [];

  constructor() {
    this.fields[constants.kAsyncIdCounter] = 1;
    this.fields[constants.kDefaultTriggerAsyncId] = -1;
    this.hookFields[constants.kCheck] = 1;
  }

  next(): number {
    this.fields[constants.kAsyncIdCounter]! += 1;
    return this.fields[constants.kAsyncIdCounter]!;
  }

  push(asyncId: number, triggerId: number): void {
    this.#saved.push([this.fields[0]!, this.fields[1]!]);
    this.hookFields[constants.kStackLength]! += 1;
    this.fields[0] = asyncId;
    this.fields[1] = triggerId;
  }

  pop(): boolean {
    const saved = this.#saved.pop();
    if (!saved) return false;
    this.hookFields[constants.kStackLength]! -= 1;
    [this.fields[0], this.fields[1]] = saved;
    return this.#saved.length > 0;
  }

  clear(): void {
    this.#saved = [];
    this.resources.length = 0;
    this.hookFields[constants.kStackLength] = 0;
    this.fields[0] = 0;
    this.fields[1] = 0;
  }
}

export function asyncWrapBinding(ids: AsyncIds): Binding {
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
