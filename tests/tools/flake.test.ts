import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { root, tsxCommand, type Program } from '../../kit/program.ts';
import { launch } from '../support/programs.ts';
import { temporaryFolder } from '../support/files.ts';

/** 一个小项目：里面的测试跑到第 `failsAt` 次就失败。 */
function flake(context: TestContext, failsAt: number, ...args: (string | number)[]): Program {
  const folder = temporaryFolder(context, {
    'vitest.config.mjs': 'export default { test: { globals: true } };',
    'sometimes.test.mjs': `
      import { appendFileSync, readFileSync } from 'node:fs';
      test('有时失败', () => {
        appendFileSync('runs.txt', 'x');
        expect(readFileSync('runs.txt', 'utf8').length).not.toBe(${failsAt});
      });`,
  });
  return launch(context, ...tsxCommand(join(root, 'tools/flake.ts'), args.map(String)), { cwd: folder });
}

// 一次 vitest 要启动好几个进程，这里连着跑两次：做的事是启动一个程序的十来倍，上限也放宽这么多。
const longWaitMs = 90_000;

describe('npm run flake', { timeout: 2 * longWaitMs }, () => {
  test('每次都过：说跑了几次、最慢的是哪个，退出码 0', async (context) => {
    const program = flake(context, 9, 1, 'sometimes', 'load=1');
    const { code } = await program.exit(longWaitMs);
    expect({ code, said: program.stdout }).toEqual({
      code: 0,
      said: expect.stringMatching(/^第 1 次 {2}通过.*\n\n1 次都通过。最慢的一次 .* 秒；最慢的测试 .* 秒：有时失败\n$/),
    });
  });

  test('第二次失败：停在那里，给出那一次的输出，退出码 1', async (context) => {
    const program = flake(context, 2, 5);
    const { code } = await program.exit(longWaitMs);
    expect({ code, said: program.stdout }).toEqual({
      code: 1,
      said: expect.stringMatching(/第 2 次 {2}失败[^]*AssertionError[^]*跑到第 2 次失败，上面是这一次的输出。\n$/),
    });
  });

  test.for(['', '3 load=x'])('参数写错（%j）：说用法', async (words, context) => {
    const program = flake(context, 9, ...words.split(' '));
    const { code } = await program.exit(longWaitMs);
    expect({ code, said: program.stderr }).toEqual({ code: 1, said: expect.stringMatching(/^用法：npm run flake .*\n$/) });
  });
});
