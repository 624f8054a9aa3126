/**
 * 运行读者的程序：按 import 的次序求值各个模块。
 */
import type { Context, Loose } from '../bindings/context.ts';
import type { CompiledModule } from '../system/messages.ts';

/** 把编译好的代码变成函数。Node 里用 vm，浏览器里用脚本；写法有错就抛 SyntaxError。 */
export type Evaluate = (module: CompiledModule) => (...parameters: Loose[]) => Promise<void>;

interface Running {
  exports: Loose;
  done: boolean;
  finished: Promise<void>;
}

export class Program {
  readonly #context: Context;
  readonly #modules: Map<string, CompiledModule>;
  readonly #evaluate: Evaluate;
  readonly #globals: Record<string, Loose>;
  readonly #running = new Map<string, Running>();
  /** 装好了、还没有运行的。 */
  readonly #prepared = new Map<string, ReturnType<Evaluate>>();
  /** 测试用：另外给的模块。 */
  readonly #extra: Record<string, Loose>;

  constructor(context: Context, evaluate: Evaluate, globals: Record<string, Loose>, extra: Record<string, Loose> = {}) {
    this.#context = context;
    this.#modules = new Map(context.setup.modules.map((module) => [module.path, module]));
    this.#evaluate = evaluate;
    this.#globals = globals;
    this.#extra = extra;
  }

  /**
   * 把入口要的都装好，不运行。进程轮流运行，装载却可以一起做，所以放在运行以前。
   * 装不了的这里不说，轮到它时再说。
   */
  prepare(path: string): void {
    const module = this.#modules.get(path);
    if (!module || this.#prepared.has(path)) return;
    try {
      this.#prepared.set(path, this.#evaluate(module));
      for (const specifier of module.imports) {
        const dependency = this.#resolve(path, specifier);
        if (dependency === undefined) this.#import(path, specifier);
        else this.prepare(dependency);
      }
    } catch {
      // 运行到这里时会再遇到
    }
  }

  /** 求值入口模块；返回的 Promise 在它（连同顶层的 await）做完时完成。 */
  async run(entry: string): Promise<void> {
    await this.#start(entry).finished;
  }

  #start(path: string): Running {
    const known = this.#running.get(path);
    if (known) return known;
    const module = this.#modules.get(path);
    if (!module) throw moduleNotFound(path);
    const running: Running = { exports: {}, done: false, finished: Promise.resolve() };
    this.#running.set(path, running);
    running.finished = this.#execute(module, running);
    return running;
  }

  /** 先求值它 import 的，再求值它自己；没有顶层 await 的依赖当场就做完，不多让出一次。 */
  async #execute(module: CompiledModule, running: Running): Promise<void> {
    for (const specifier of module.imports) {
      const path = this.#resolve(module.path, specifier);
      if (path === undefined) continue;
      const dependency = this.#start(path);
      if (!dependency.done) await dependency.finished;
    }
    const require = (specifier: string) => this.#import(module.path, specifier);
    const importMeta = { url: `file:///app/${module.path}`, filename: `/app/${module.path}`, dirname: '/app' };
    const done = () => {
      running.done = true;
    };
    const evaluated = this.#prepared.get(module.path) ?? this.#evaluate(module);
    await evaluated(running.exports, require, importMeta, done, this.#globals);
  }

  #import(from: string, specifier: string): Loose {
    const path = this.#resolve(from, specifier);
    if (path !== undefined) return this.#start(path).exports;
    const id = specifier.replace(/^node:/, '');
    if (id in this.#extra) return this.#extra[id];
    const { available } = this.#context.data;
    if (!available.includes(id)) {
      throw coded(`实验室里没有 node:${id}。这里只有网络用得着的：${available.join('、')}。`, 'ERR_UNKNOWN_BUILTIN_MODULE');
    }
    return this.#context.require(id);
  }

  /** 程序自己的模块返回路径，Node 的模块返回 undefined。 */
  #resolve(from: string, specifier: string): string | undefined {
    if (specifier.startsWith('node:') || this.#context.data.builtins.includes(specifier) || specifier in this.#extra) return undefined;
    if (!specifier.startsWith('.')) throw moduleNotFound(specifier);
    const folder = from.split('/').slice(0, -1);
    const path = specifier.split('/').reduce(walk, folder).join('/');
    for (const candidate of [path, path.replace(/\.js$/, '.ts'), `${path}.ts`]) {
      if (this.#modules.has(candidate)) return candidate;
    }
    throw moduleNotFound(path);
  }
}

function walk(folder: string[], part: string): string[] {
  if (part === '.') return folder;
  return part === '..' ? folder.slice(0, -1) : [...folder, part];
}

function moduleNotFound(path: string): Error {
  return coded(`找不到模块「${path}」。`, 'ERR_MODULE_NOT_FOUND');
}

function coded(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}
