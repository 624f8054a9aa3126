import { defineConfig } from 'vitest/config';

// 真的浏览器打开真的网站：先构建一次，再由几个测试文件共用一台服务器。
export default defineConfig({
  test: {
    include: ['tests/site/**/*.test.ts'],
    globalSetup: ['tests/site/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
