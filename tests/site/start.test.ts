import { expect, test } from 'vitest';
import { expectSuccess, launch } from '../support/programs.ts';

// 开发服务器一启动就把每一页都渲染一遍，好建立搜索的索引：这是十来秒的计算，不是等待。
const startMs = 90_000;

test('npm start：打印的地址真的打得开；Ctrl-C 以 0 结束', { timeout: 2 * startMs }, async (context) => {
  const program = launch(context, process.execPath, ['tools/start.mjs']);
  const [, address] = await program.says(/网页：(http:\/\/127\.0\.0\.1:\d+\/\S*)/, startMs);
  const response = await fetch(address!, { signal: AbortSignal.timeout(startMs) });
  expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({ status: 200, type: expect.stringMatching(/^text\/html/) });
  expect(program.stdout).toMatch(/接下来：/);
  if (process.platform === 'win32') return;
  program.interrupt();
  await expectSuccess(program);
});
