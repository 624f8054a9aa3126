/**
 * 构建时从正在运行的 Node 里取出它自己的 lib（JavaScript 部分）和几张表。
 *
 * 取来的东西原样使用，不进版本库；Node 的许可证（MIT）跟着构建的产物走。
 */
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { getSystemErrorMap } from 'node:util';
import type { Binding, NodeData } from '../bindings/context.ts';
import * as errno from '../kernel/errno.ts';

/** 试过的主版本。别的版本，lib 要的绑定可能不同。 */
export const SUPPORTED_MAJORS = [20, 22, 24, 26];

/** 程序可以 import 的 Node 模块（不带 `node:`）。 */
const AVAILABLE_MODULES = [
  'async_hooks',
  'buffer',
  'console',
  'dgram',
  'diagnostics_channel',
  'dns',
  'dns/promises',
  'events',
  'net',
  'os',
  'perf_hooks',
  'process',
  'readline',
  'readline/promises',
  'stream',
  'stream/promises',
  'string_decoder',
  'timers',
  'timers/promises',
  'url',
  'util',
  'util/types',
];

/** 这些绑定里的常数照抄真的。 */
const BINDINGS_WITH_CONSTANTS = ['buffer', 'cares_wrap', 'pipe_wrap', 'stream_wrap', 'tcp_wrap', 'udp_wrap'];

export interface NodeLib {
  /** 模块名 → 源码，如 `internal/streams/readable` */
  sources: Record<string, string>;
  data: NodeData;
}

/** 能不能用这个 Node 造实验室；不能就返回一句话说明。 */
export function whyUnsupported(version = process.versions.node): string | undefined {
  const major = Number(version.split('.')[0]);
  if (SUPPORTED_MAJORS.includes(major)) return undefined;
  return `网络实验室要用 Node ${SUPPORTED_MAJORS.join('、')} 之一来构建；这里是 ${version}，所以这次不带实验室。`;
}

export function takeNodeLib(): NodeLib {
  const why = whyUnsupported();
  if (why) throw new Error(why);
  const binding = bindingOf();
  return {
    sources: { ...binding('natives') },
    data: {
      version: process.versions.node,
      libuv: process.versions.uv,
      errors: linuxErrors(getSystemErrorMap()),
      bindings: {
        constants: { os: plain(binding('constants')['os']) },
        ...Object.fromEntries(BINDINGS_WITH_CONSTANTS.map((name) => [name, constantsIn(binding(name))])),
      },
      available: AVAILABLE_MODULES,
      builtins: builtinModules.filter((name) => !name.startsWith('_')),
    },
  };
}

/**
 * 错误码换成内核用的那一套（Linux 的）：macOS 上 ECONNREFUSED 是 -61，Windows 上是 -4078，
 * 照搬的话，在那里构建的实验室就认不出内核报的 -111。
 */
export function linuxErrors(table: ReadonlyMap<number, readonly [string, string]>): [number, string, string][] {
  const linux: Readonly<Record<string, number>> = errno;
  return [...table].map(([number, [name, message]]) => [linux[name] ?? number, name, message]);
}

/** `process.binding` 已不建议使用，但要读 lib 的源码没有别的公开办法；警告不必给读者看。 */
function bindingOf(): (name: string) => Record<string, never> {
  const { binding } = process as unknown as { binding(name: string): Record<string, never> };
  return (name) => {
    const { noDeprecation } = process;
    process.noDeprecation = true;
    try {
      return binding.call(process, name);
    } finally {
      process.noDeprecation = noDeprecation ?? false;
    }
  };
}

function constantsIn(binding: Binding): Binding {
  return Object.fromEntries(Object.entries(binding).filter(([name, value]) => typeof value === 'number' || name === 'constants'));
}

/** 变成能写进 JSON 的普通对象。 */
function plain(value: unknown): Binding {
  return JSON.parse(JSON.stringify(value));
}

/** Node 的许可证全文；这份安装里没有带，就写上出处。 */
export function nodeLicense(): string {
  const root = path.dirname(path.dirname(process.execPath));
  const places = [path.join(root, 'LICENSE'), path.join(root, 'share/doc/nodejs/LICENSE'), '/usr/share/doc/nodejs/copyright'];
  const place = places.find((file) => existsSync(file));
  const intro = `这个文件含有 Node.js ${process.versions.node} 的 JavaScript 部分，许可证如下。`;
  if (place) return `${intro}\n\n${readFileSync(place, 'utf8')}`;
  return `${intro}\n\nCopyright Node.js contributors. MIT License. https://github.com/nodejs/node/blob/main/LICENSE`;
}
