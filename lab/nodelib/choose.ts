/**
 * lib 有三百多个模块，浏览器只带用得着的：让一个进程把程序能 import 的都装一遍，
 * 看装了哪些，再加上它们用到时才装的几个。
 */
import { Machine } from '../process/machine.ts';
import { AVAILABLE_MODULES } from '../process/modules.ts';
import { nodeSurroundings } from '../process/node-engine.ts';

/** 用到时才装、又确实会用到的。 */
const LAZY = [
  'internal/per_context/primordials',
  'internal/cli_table',
  'internal/dns/utils',
  'internal/events/abort_listener',
  'internal/process/signal',
  'internal/readline/emitKeypressEvents',
  'internal/streams/add-abort-signal',
  'internal/streams/compose',
  'internal/streams/duplexify',
  'internal/streams/duplexpair',
  'internal/streams/from',
  'internal/streams/lazy_transform',
  'internal/streams/operators',
  'internal/util/colors',
];

/** 浏览器要带的模块名，按字母排好，每次构建都一样。 */
export function chooseModules(): string[] {
  const setup = { pid: 1, host: 'builder', addresses: [], names: {}, args: [], env: {}, entry: '', modules: [], epoch: 0 };
  const surroundings = nodeSurroundings(1);
  const machine = new Machine(setup, surroundings);
  for (const name of AVAILABLE_MODULES) machine.context.require(name);
  void machine.context.process.stdin;
  const lazy = LAZY.filter((id) => surroundings.lib(id) !== undefined);
  return [...new Set([...machine.lib.loadedIds(), ...lazy])].sort();
}
