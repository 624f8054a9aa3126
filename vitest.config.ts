import { defineConfig } from 'vitest/config';

// 要浏览器的测试在 tests/site，有自己的配置（npm run test:site）。
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/site/**'],
    // 测试大半时间在等别的进程：两个核上六个一起，不让核闲着；再多，谁都快不了。
    maxWorkers: 6,
    // 每个文件不另开一个进程：测试不改全局的东西，省下的是反复载入 TypeScript 和 esbuild 的时间。
    isolate: false,
    maxConcurrency: 6,
    // 每一次等待自己都有上限，说得出等的是什么；这里只防一个测试永远不完，所以放得比它们的和更宽。
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
