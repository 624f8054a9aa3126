/**
 * lib 有三百多个模块，浏览器只带用得着的：让一个进程把程序能 import 的都装一遍，
 * 看装了哪些，再加上它们用到时才装的几个。
 */
import { Machine, type Surroundings } from '../process/machine.ts';
import { nodeSurroundings } from '../process/node-engine.ts';
import { whyUnsupported } from './take.ts';

/** 用到时才装、又确实会用到的。 */
const LAZY = [
  'internal/per_context/primordials',
  'internal/cli_table',
  'internal/dns/utils',
  'internal/events/abort_listener',
  'internal/events/symbols',
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

/**
 * 能不能用这个 Node 造实验室；不能就返回一句话说明。
 *
 * 主版本试过，也要当场试一次：lib 在小版本之间也会变，来要我们没有的绑定。
 */
export function whyNoLab(surroundings?: Surroundings): string | undefined {
  const why = whyUnsupported();
  if (why) return why;
  try {
    chooseModules(surroundings);
    return undefined;
  } catch (error) {
    return `网络实验室在 Node ${process.versions.node} 上造不出来（${(error as Error).message.replace(/。$/, '')}），所以这次不带实验室。`;
  }
}

/** 浏览器要带的模块名，按字母排好，每次构建都一样。 */
export function chooseModules(surroundings = nodeSurroundings(1)): string[] {
  const setup = { pid: 1, host: 'builder', addresses: [], names: {}, args: [], env: {}, entry: '', modules: [], epoch: 0 };
  const machine = new Machine(setup, surroundings);
  for (const name of surroundings.data.available) machine.context.require(name);
  void machine.context.process.stdin;
  const lazy = LAZY.filter((id) => surroundings.lib(id) !== undefined);
  return [...new Set([...machine.lib.loadedIds(), ...lazy])].sort();
}
