/**
 * types：判断一个值是什么（Node 的 node_types.cc）。用各类型自己的方法去试，冒充不了。
 */
import type { Binding, Loose } from './context.ts';

function tag(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** `method` 只肯在真正的实例上运行。 */
function accepts(prototype: Loose, method: string, ...parameters: unknown[]): (value: unknown) => boolean {
  const { value: call, get } = Object.getOwnPropertyDescriptor(prototype, method)!;
  return (value) => {
    try {
      (get ?? call).call(value, ...parameters);
      return true;
    } catch {
      return false;
    }
  };
}

/** 装在对象里的原始值：`new Number(1)`。 */
function boxed(prototype: Loose): (value: unknown) => boolean {
  const isInstance = accepts(prototype, 'valueOf');
  return (value) => typeof value === 'object' && value !== null && isInstance(value);
}

const never = () => false;

export function typesBinding(): Binding {
  const isNumberObject = boxed(Number.prototype);
  const isStringObject = boxed(String.prototype);
  const isBooleanObject = boxed(Boolean.prototype);
  const isBigIntObject = boxed(BigInt.prototype);
  const isSymbolObject = boxed(Symbol.prototype);
  const isArrayBuffer = accepts(ArrayBuffer.prototype, 'byteLength');
  const isSharedArrayBuffer =
    typeof SharedArrayBuffer === 'undefined' ? never : accepts(SharedArrayBuffer.prototype, 'byteLength');
  return {
    isNumberObject,
    isStringObject,
    isBooleanObject,
    isBigIntObject,
    isSymbolObject,
    isBoxedPrimitive: (value: unknown) =>
      [isNumberObject, isStringObject, isBooleanObject, isBigIntObject, isSymbolObject].some((is) => is(value)),
    isArrayBuffer,
    isSharedArrayBuffer,
    isAnyArrayBuffer: (value: unknown) => isArrayBuffer(value) || isSharedArrayBuffer(value),
    isDataView: accepts(DataView.prototype, 'byteLength'),
    isDate: accepts(Date.prototype, 'getTime'),
    isMap: accepts(Map.prototype, 'size'),
    isSet: accepts(Set.prototype, 'size'),
    isWeakMap: accepts(WeakMap.prototype, 'has', {}),
    isWeakSet: accepts(WeakSet.prototype, 'has', {}),
    isPromise: (value: unknown) => value instanceof Promise,
    isRegExp: (value: unknown) => typeof value === 'object' && value !== null && tag(value) === 'RegExp',
    isNativeError: (value: unknown) => value instanceof Error || tag(value) === 'Error',
    isArgumentsObject: (value: unknown) => tag(value) === 'Arguments' && !Array.isArray(value),
    isAsyncFunction: (value: unknown) => tag(value) === 'AsyncFunction' || tag(value) === 'AsyncGeneratorFunction',
    isGeneratorFunction: (value: unknown) => tag(value).endsWith('GeneratorFunction'),
    isGeneratorObject: (value: unknown) => tag(value) === 'Generator',
    isMapIterator: (value: unknown) => tag(value) === 'Map Iterator',
    isSetIterator: (value: unknown) => tag(value) === 'Set Iterator',
    isModuleNamespaceObject: (value: unknown) => tag(value) === 'Module',
    // 语言里看不出来的几种，一律说不是
    isExternal: never,
    isProxy: never,
  };
}
