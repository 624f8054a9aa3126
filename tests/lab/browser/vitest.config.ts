import { defineConfig } from 'vitest/config';

// 要浏览器的测试，自己一份配置：npm run lab:browser
export default defineConfig({
  test: {
    include: ['tests/lab/browser/*.browser.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
