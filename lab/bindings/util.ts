/**
 * util、errors、messaging：杂项。
 */
import { noop, type Binding, type Context, type Loose } from './context.ts';

const constants = {
  kPending: 0,
  kFulfilled: 1,
  kRejected: 2,
  kExiting: 0,
  kExitCode: 1,
  kHasExitCode: 2,
  ALL_PROPERTIES: 0,
  ONLY_WRITABLE: 1,
  ONLY_ENUMERABLE: 2,
  ONLY_CONFIGURABLE: 4,
  SKIP_STRINGS: 8,
  SKIP_SYMBOLS: 16,
  kDisallowCloneAndTransfer: 0,
  kTransferable: 1,
  kCloneable: 2,
};

/** lib 里 handleTypes 的下标：4 是 PIPE，6 是 INVALID。标准输入输出是管道，其余没有打开。 */
function guessHandleType(descriptor: number): number {
  return descriptor >= 0 && descriptor <= 2 ? 4 : 6;
}

export function utilBinding(context: Context): Binding {
  return {
    constants,
    privateSymbols: context.privateSymbols,
    shouldAbortOnUncaughtToggle: [0],
    guessHandleType,
    getOwnNonIndexProperties,
    getConstructorName,
    previewEntries,
    defineLazyProperties: (target: Loose, id: string, keys: string[], enumerable = true) =>
      defineLazyProperties(context, target, id, keys, enumerable),
    // 语言里看不到 Promise 的状态，所以总显示 <pending>
    getPromiseDetails: () => [constants.kPending, undefined],
    getProxyDetails: noop,
    getCallerLocation: noop,
    getCallSite: () => [],
    getCallSites: () => [],
    getExternalValue: () => 0n,
    sleep: noop,
    parseEnv: () => ({}),
    isInsideNodeModules: () => false,
    arrayBufferViewHasBuffer: () => true,
    isArrayBufferDetached: (buffer: Loose) => buffer.detached === true,
    isConstructor,
    toUSVString: (text: string) => text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'),
    WeakReference,
  };
}

/** 不真的弱：进程短命，不值得。 */
class WeakReference {
  readonly #target: unknown;

  constructor(target: unknown) {
    this.#target = target;
  }

  get(): unknown {
    return this.#target;
  }

  incRef(): void {}
  decRef(): void {}
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

function isConstructor(value: Loose): boolean {
  try {
    Reflect.construct(Object, [], value);
    return true;
  } catch {
    return false;
  }
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
    setPrepareStackTraceCallback: noop,
    setGetSourceMapErrorSource: noop,
    setSourceMapsEnabled: noop,
    setMaybeCacheGeneratedSourceMap: noop,
    setEnhanceStackForFatalException: noop,
    noSideEffectsToString: String,
    triggerUncaughtException: (error: unknown, fromPromise: boolean) => context.uncaught(error, fromPromise),
    exitCodes: { kNoFailure: 0, kGenericUserError: 1, kUnsettledTopLevelAwait: 13 },
    kNoFailure: 0,
    kGenericUserError: 1,
  };
}

export function messagingBinding(): Binding {
  const { DOMException, MessageChannel, MessagePort, structuredClone } = globalThis as Loose;
  return { DOMException, MessageChannel, MessagePort, structuredClone, setDeserializeCreateFunction: noop };
}
