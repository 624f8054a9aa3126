import { expect, test } from 'vitest';
import { expectSuccess, launch } from '../support/programs.ts';

test('npm start：打印的地址真的打得开；Ctrl-C 以 0 结束', async (context) => {
  const program = launch(context, process.execPath, ['tools/start.mjs']);
  // 开发服务器要先装好所有的插件，比启动一个程序慢得多。
  const [, address] = await program.says(/网页：(http:\/\/127\.0\.0\.1:\d+\/\S*)/, 35_000);
  const response = await fetch(address!, { signal: AbortSignal.timeout(30_000) });
  expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({ status: 200, type: expect.stringMatching(/^text\/html/) });
  expect(program.stdout).toMatch(/接下来：/);
  if (process.platform === 'win32') return;
  program.interrupt();
  await expectSuccess(program);
});
