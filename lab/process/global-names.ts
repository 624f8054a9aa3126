/**
 * 程序看到的全局名字。编译时把它们写成函数的参数，运行时给值：
 * 程序写的 `process`、`Date`、`setTimeout`，于是都是模拟的那一个。
 * 这个文件只在编译时用到；值由 `globals.ts` 造。
 */

/** 实验室给的。 */
const PROVIDED_GLOBALS = [
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

export type ProvidedGlobal = (typeof PROVIDED_GLOBALS)[number];

/** 浏览器有、Node 20 没有的，或者实验室没有的：看起来就像没有。 */
const HIDDEN_GLOBALS = [
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
];

/** 模块自己的：实验室每次另给。 */
const OWN = ['exports', 'require', '__importMeta', '__done'];

/**
 * 一个模块写成函数：自己的几样、实验室给的全局名字，最后是不给的，于是看起来就像没有。
 *
 * @param body 模块的语句；外面的花括号让它可以自己声明与参数同名的常量
 */
export function moduleFunction(body: string): string {
  return `async function (${OWN.join(', ')}, { ${PROVIDED_GLOBALS.join(', ')} }, ${HIDDEN_GLOBALS.join(', ')}) {{${body}}}`;
}
