/**
 * 一个 worker 里的一个进程。
 *
 * 不认识页面，也不认识别的进程：只从指挥那里收放行，往那里送交代。
 */
import { Machine } from '../process/machine.ts';
import type { Evaluate } from '../process/program.ts';
import type { CompiledModule } from '../system/messages.ts';
import { makeHops } from './hop.ts';
import type { FromProcess, NodeLibGlobal, ToProcess } from './messages.ts';
import { packAnswer, unpackGrant } from './wire.ts';

declare const self: Window & {
  labNodeLib: NodeLibGlobal;
  /** 刚装载的程序模块 */
  labModule: unknown;
  importScripts(url: string): void;
};

/** 没有 eval：把模块变成一个 blob 脚本装载进来。写法有错，这里就抛出 SyntaxError。 */
function makeEvaluate(): Evaluate {
  const importScripts = self.importScripts.bind(self);
  return (module: CompiledModule) => {
    const source = `self.labModule = ${module.code}\n//# sourceURL=${module.path}`;
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    importScripts(url);
    URL.revokeObjectURL(url);
    const evaluated = self.labModule;
    self.labModule = undefined;
    return evaluated as ReturnType<Evaluate>;
  };
}

function startMachine(message: Extract<ToProcess, { kind: 'start' }>, evaluate: Evaluate): Machine {
  const { modules, data } = self.labNodeLib;
  return new Machine(
    message.setup,
    { lib: (id) => modules[id], data, ...makeHops(message.hops), evaluate, seed: message.seed, onGlobals: replaceGlobals },
    message.now,
  );
}

/** worker 自己的全局对象也换掉，免得程序经由 globalThis 看到真的时间。 */
function replaceGlobals(globals: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(globals)) {
    if (name === 'global' || name === 'globalThis') continue;
    Object.defineProperty(self, name, { value, configurable: true, writable: true });
  }
}

/**
 * 听候放行。程序也在这个全局对象里，所以说话的口收起来，听的只信浏览器送来的：
 * 它冒充不了进程，也冒充不了分身。
 */
export function hostProcess(): void {
  let machine: Machine | undefined;
  const evaluate = makeEvaluate();
  const post = self.postMessage.bind(self) as (message: FromProcess) => void;
  for (let scope: object | null = self; scope; scope = Object.getPrototypeOf(scope)) {
    delete (scope as { postMessage?: unknown }).postMessage;
  }
  self.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    machine?.rejected(event.reason, event.promise);
  });
  self.addEventListener('message', async ({ data, isTrusted }: MessageEvent<ToProcess>) => {
    if (!isTrusted) return;
    if (data.kind === 'start') {
      try {
        machine = startMachine(data, evaluate);
        post({ kind: 'started' });
      } catch (error) {
        post({ kind: 'failed', message: String((error as Error)?.stack ?? error) });
      }
      return;
    }
    await machine!.grant(unpackGrant(data.grant));
    post({ kind: 'answer', answer: packAnswer(machine!.takeAnswer()) });
  });
}
