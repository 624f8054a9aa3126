/**
 * 把一个 TypeScript（或 JavaScript）模块编译成实验室能运行的样子。
 *
 * 类型去掉，`import` 变成 `require`，整个模块包成一个异步函数：顶层的 `await` 因此可用，
 * 而且不必 eval——浏览器里它是一个普通的脚本。行号不变，出错时指得准。
 *
 * 这个文件只在构建时、或者读者改了代码以后才用到；进程里没有它。
 */
import { transform } from 'sucrase';
import { moduleFunction } from './process/global-names.ts';
import type { CompiledModule } from './system/messages.ts';

/** 程序写错了：说明哪个文件、哪一行。 */
export class CompileError extends Error {
  override name = 'CompileError';
}

export function compileModule(path: string, source: string): CompiledModule {
  const code = toCommonJs(path, source.replace(/^#!.*/, ''));
  const imports = [...code.matchAll(/(?:^|;)\s*(?:var \w+ = )?require\('([^']+)'\);/gm)].map((match) => match[1]!);
  const body = code.replace(/^"use strict";/, '').replaceAll(/\bimport\.meta\b/g, '__importMeta');
  return { path, imports, code: `(() => { 'use strict'; return ${moduleFunction(`${body}\n; __done();`)} })()` };
}

/** 一组源文件，键是路径。 */
export function compileAll(files: Record<string, string>): CompiledModule[] {
  return Object.entries(files).map(([path, source]) => compileModule(path, source));
}

function toCommonJs(path: string, source: string): string {
  try {
    return transform(source, { transforms: ['typescript', 'imports'], disableESTransforms: true, filePath: path }).code;
  } catch (error) {
    const message = (error as Error).message.replace(`Error transforming ${path}: `, '');
    throw new CompileError(`${path}：写法有错，${message}`, { cause: error });
  }
}
