/**
 * 一个 worker 里的一个进程。
 *
 * 不认识页面，也不认识别的进程：只从一个端口收放行，往同一个端口送交代。
 */
import { Machine } from '../process/machine.ts';
import type { Evaluate } from '../process/program.ts';
import type { CompiledModule } from '../system/messages.ts';
import type { FromProcess, NodeLibGlobal, ToProcess } from './messages.ts';

declare const self: Window & {
  labNodeLib: NodeLibGlobal;
  /** 刚装载的程序模块 */
  labModule: unknown;
  importScripts(url: string): void;
};

/** 让出一次：发给自己一条消息，收到时微任务都已做完。 */
function makeHop(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  let waiting: (() => void)[] = [];
  port1.addEventListener('message', () => {
    const ready = waiting;
    waiting = [];
    for (const resolve of ready) resolve();
  });
  port1.start();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(0);
    });
}

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
    { lib: (id) => modules[id], data, hop: makeHop(), evaluate, seed: message.seed, onGlobals: replaceGlobals },
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

/** 听候放行。`port` 通向分身。 */
export function hostProcess(port: MessagePort): void {
  let machine: Machine | undefined;
  const evaluate = makeEvaluate();
  const post = port.postMessage.bind(port) as (message: FromProcess) => void;
  self.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    machine?.rejected(event.reason, event.promise);
  });
  port.addEventListener('message', async ({ data }: MessageEvent<ToProcess>) => {
    if (data.kind === 'start') {
      try {
        machine = startMachine(data, evaluate);
        post({ kind: 'started' });
      } catch (error) {
        post({ kind: 'failed', message: String((error as Error)?.stack ?? error) });
      }
      return;
    }
    await machine!.grant(data.grant);
    post({ kind: 'answer', answer: machine!.takeAnswer() });
  });
  port.start();
}
