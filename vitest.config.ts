import { defineConfig } from 'vitest/config';

// 要浏览器的测试在 tests/site，有自己的配置（npm run test:site）。
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/site/**'],
    // 测试启动真正的进程；两个核上同时跑太多，谁都快不了。
    maxWorkers: 2,
    maxConcurrency: 6,
    testTimeout: 40_000,
    hookTimeout: 40_000,
  },
});
