/**
 * util、errors、messaging：杂项。
 */
import { noop, type Binding, type Context, type Loose } from './context.ts';

const constants = {
  kPending: 0,
  ALL_PROPERTIES: 0,
  ONLY_ENUMERABLE: 2,
};

/** lib 里 handleTypes 的下标：4 是 PIPE，6 是 INVALID。标准输入输出是管道，其余没有打开。 */
function guessHandleType(descriptor: number): number {
  return descriptor >= 0 && descriptor <= 2 ? 4 : 6;
}

export function utilBinding(context: Context): Binding {
  return {
    constants,
    privateSymbols: context.privateSymbols,
    guessHandleType,
    getOwnNonIndexProperties,
    getConstructorName,
    previewEntries,
    defineLazyProperties: (target: Loose, id: string, keys: string[], enumerable = true) =>
      defineLazyProperties(context, target, id, keys, enumerable),
    // 语言里看不到 Promise 的状态，所以总显示 <pending>
    getPromiseDetails: () => [constants.kPending, undefined],
    getProxyDetails: noop,
    getCallSite: () => [],
    getCallSites: () => [],
    getExternalValue: () => 0n,
    sleep: noop,
    parseEnv: () => ({}),
    isInsideNodeModules: () => false,
    isArrayBufferDetached: (buffer: Loose) => buffer.detached === true,
  };
}

function getOwnNonIndexProperties(object: object, filter: number): (string | symbol)[] {
  const isIndex = (key: string | symbol) => typeof key === 'string' && /^(0|[1-9]\d*)$/.test(key);
  const keys = Reflect.ownKeys(object).filter((key) => !isIndex(key));
  if (filter !== constants.ONLY_ENUMERABLE) return keys;
  return keys.filter((key) => Object.prototype.propertyIsEnumerable.call(object, key));
}

function getConstructorName(object: Loose): string {
  for (let current = object; current; current = Object.getPrototypeOf(current)) {
    const value = Object.getOwnPropertyDescriptor(current, 'constructor')?.value;
    if (typeof value === 'function' && value.name) return value.name;
  }
  return '';
}

/** `isIterator` 时另外返回内容是不是「键、值」成对的。 */
function previewEntries(object: Loose, isIterator?: boolean): Loose {
  const entries: unknown[] = [];
  const isMap = object instanceof Map;
  if (isMap) for (const [key, value] of object) entries.push(key, value);
  else if (object instanceof Set) entries.push(...object);
  return isIterator ? [entries, isMap] : entries;
}

function defineLazyProperties(context: Context, target: Loose, id: string, keys: string[], enumerable: boolean): void {
  for (const key of keys) {
    let load = () => context.require(id)[key];
    Object.defineProperty(target, key, {
      configurable: true,
      enumerable,
      get() {
        const value = load();
        load = () => value;
        return value;
      },
      set(value) {
        load = () => value;
      },
    });
  }
}

export function errorsBinding(context: Context): Binding {
  return {
    noSideEffectsToString: String,
    triggerUncaughtException: (error: unknown, fromPromise: boolean) => context.uncaught(error, fromPromise),
    exitCodes: { kGenericUserError: 1 },
  };
}

export function messagingBinding(): Binding {
  return { DOMException: globalThis.DOMException };
}
