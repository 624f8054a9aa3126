/**
 * 在 Node 里跑模拟的进程：都在同一个线程里，一次放行只运行一个。
 *
 * 测试和命令行用它。程序里的死循环会把整个 Node 卡住；要能强行结束，用 worker。
 */
import vm from 'node:vm';
import type { Engine } from '../conductor.ts';
import { takeNodeLib, type NodeLib } from '../nodelib/take.ts';
import type { CompiledModule } from '../system/messages.ts';
import { Machine, type Surroundings } from './machine.ts';
import type { LibModule, LibSource } from './modules.ts';

const realSetImmediate = setImmediate;
const hop = () => new Promise<void>((resolve) => realSetImmediate(resolve));

let taken: { lib: LibSource; data: NodeLib['data'] } | undefined;

/** lib 的每个模块只编译一次，各个进程共用编译的结果。 */
function nodeLib(): { lib: LibSource; data: NodeLib['data'] } {
  if (taken) return taken;
  const { sources, data } = takeNodeLib();
  const compiled = new Map<string, LibModule>();
  const lib: LibSource = (id) => {
    const source = sources[id];
    if (source === undefined) return undefined;
    let module = compiled.get(id);
    if (!module) compiled.set(id, (module = compileLibModule(id, source)));
    return module;
  };
  return (taken = { lib, data });
}

/** 参数照真的 Node：per_context 里的与别的不同。 */
export function libParameters(id: string): string[] {
  if (id.startsWith('internal/per_context/')) return ['exports', 'primordials', 'privateSymbols', 'perIsolateSymbols'];
  return ['exports', 'require', 'module', 'process', 'internalBinding', 'primordials'];
}

function compileLibModule(id: string, source: string): LibModule {
  return vm.compileFunction(source, libParameters(id), { filename: `node:${id}` }) as LibModule;
}

function evaluate(module: CompiledModule) {
  return new vm.Script(module.code, { filename: module.path }).runInThisContext();
}

/** 只有测试才用得着的几项；`lib` 是换一套来源，例如只给浏览器带的那些。 */
export type NodeEngineOptions = Partial<Pick<Surroundings, 'extraModules' | 'options' | 'lib'>>;

/** Node 这个环境给进程的东西。 */
export function nodeSurroundings(seed: number, options: NodeEngineOptions = {}): Surroundings {
  return { ...nodeLib(), hop, evaluate, seed, ...options };
}

export function nodeEngine(options: NodeEngineOptions = {}): Engine {
  return {
    async start(setup, { seed, now }) {
      const machine = new Machine(setup, nodeSurroundings(seed, options), now);
      return {
        async grant(grant) {
          await watchRejections(machine, () => machine.grant(grant));
          return machine.takeAnswer();
        },
        terminate() {},
      };
    },
  };
}

/**
 * 运行的时候，没有人接的 Promise 归这个进程：Node 在微任务做完以后报告，
 * 正好在我们让出的那一刻。别人装的监听者先拿开，运行完再装回去。
 */
async function watchRejections<Result>(machine: Machine, work: () => Promise<Result>): Promise<Result> {
  const others = process.listeners('unhandledRejection');
  const listener = (reason: unknown, promise: unknown) => machine.rejected(reason, promise);
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', listener);
  try {
    return await work();
  } finally {
    process.removeListener('unhandledRejection', listener);
    for (const other of others) process.on('unhandledRejection', other);
  }
}
