/**
 * lib 的模块怎样装载，程序又能 import 哪些。
 */
import type { Context, Loose } from '../bindings/context.ts';

/** lib 的一个模块，包成函数；参数与真的 Node 给的一样。 */
export type LibModule = (...parameters: Loose[]) => void;

/** 按名字取 lib 的模块；没有就是 undefined。 */
export type LibSource = (id: string) => LibModule | undefined;

export class LibLoader {
  readonly #source: LibSource;
  readonly #standIns: Record<string, () => Loose>;
  readonly #loaded = new Map<string, { exports: Loose }>();
  readonly #context: Context;
  readonly #internalBinding: (name: string) => Loose;
  primordials: Loose = {};

  constructor(
    source: LibSource,
    context: Context,
    standIns: Record<string, () => Loose>,
    internalBinding: (name: string) => Loose,
  ) {
    this.#source = source;
    this.#context = context;
    this.#standIns = standIns;
    this.#internalBinding = internalBinding;
  }

  /** primordials 是 lib 对内建对象的抄本，最先造，参数与别的模块不同。 */
  loadPrimordials(): void {
    const { privateSymbols, symbols } = this.#context;
    this.#source('internal/per_context/primordials')!({}, this.primordials, privateSymbols, symbols);
  }

  /** lib 内部的 require。 */
  require(name: string): Loose {
    const id = name.replace(/^node:/, '');
    const loaded = this.#loaded.get(id);
    if (loaded) return loaded.exports;
    const module = { exports: {} as Loose };
    this.#loaded.set(id, module);
    const standIn = this.#standIns[id];
    if (standIn) module.exports = standIn();
    else this.#run(id, module);
    return module.exports;
  }

  #run(id: string, module: { exports: Loose }): void {
    const source = this.#source(id);
    if (!source) throw new Error(`实验室里的 Node 没有模块「${id}」。`);
    const require = (name: string) => this.require(name);
    source(module.exports, require, module, this.#context.process, this.#internalBinding, this.primordials);
  }

  /** 已经装载的模块，构建时用来挑选要带哪些。 */
  loadedIds(): string[] {
    return [...this.#loaded.keys()].filter((id) => !this.#standIns[id]);
  }
}
