import type { BuildOptions } from 'esbuild';

/**
 * 把一个 TypeScript 程序（连同它用 `./` 引入的文件）变成 `node` 能直接运行的一个文件，esbuild 的选项。
 *
 * 只去掉类型，不检查类型；行号由 source map 换回原文件。
 */
export const programBuild = {
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  charset: 'utf8',
  sourcemap: 'inline',
  logLevel: 'silent',
  tsconfigRaw: {},
} as const satisfies BuildOptions;
