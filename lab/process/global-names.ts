/**
 * 程序看到的全局名字。编译时把它们写成函数的参数，运行时给值：
 * 程序写的 `process`、`Date`、`setTimeout`，于是都是模拟的那一个。
 */

/** 实验室给的。 */
export const PROVIDED_GLOBALS = [
  'process',
  'Buffer',
  'console',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'queueMicrotask',
  'Date',
  'Math',
  'Atomics',
  'SharedArrayBuffer',
  'performance',
  'crypto',
  'AbortController',
  'AbortSignal',
  'Event',
  'EventTarget',
  'fetch',
  'global',
  'globalThis',
] as const;

/** 浏览器有、Node 20 没有的，或者实验室没有的：看起来就像没有。 */
export const HIDDEN_GLOBALS = [
  'self',
  'importScripts',
  'postMessage',
  'onmessage',
  'close',
  'addEventListener',
  'removeEventListener',
  'dispatchEvent',
  'navigator',
  'location',
  'indexedDB',
  'caches',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'Worker',
  'BroadcastChannel',
  'MessageChannel',
] as const;

/** 编译好的模块是一个函数，参数依次是这些。 */
export const MODULE_PARAMETERS = ['exports', 'require', '__importMeta', '__done', ...PROVIDED_GLOBALS, ...HIDDEN_GLOBALS];
