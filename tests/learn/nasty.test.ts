/** 什么样的答案都判得出来，而且有个头。这里的检查是一个大写服务端，见 support/course.ts。 */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, type TestContext } from 'vitest';
import type { Answer } from '../../kit/answer/answer.ts';
import type { Check } from '../../kit/exercise.ts';
import { Aborted, CannotJudge, judge, type CheckResult, type Verdict } from '../../kit/judge.ts';
import { temporaryFile } from '../support/files.ts';
import { upperAnswer, upperServer } from './support/course.ts';

async function verdictOn(context: TestContext, text: string): Promise<Verdict> {
  return judge(upperServer, '01-small/1-upper', temporaryFile(context, 'answer.ts', text), 1);
}

async function firstOf(context: TestContext, text: string): Promise<CheckResult> {
  return (await verdictOn(context, text)).checks[0]!;
}

/** 还活着吗。 */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition() && performance.now() < deadline) await sleep(10);
}

describe.concurrent('对的答案通过', () => {
  test('照题目写的', async (context) => {
    expect((await verdictOn(context, upperAnswer)).passed).toBe(true);
  });

  test('800 毫秒以后才绑定', async (context) => {
    expect((await verdictOn(context, upperAnswer.replace(/socket\.bind.*;/, (bind) => `setTimeout(() => { ${bind} }, 800);`))).passed).toBe(true);
  });

  test('不理会 SIGTERM，也不理会 SIGINT', async (context) => {
    expect((await verdictOn(context, `${upperAnswer}for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => {});`)).passed).toBe(true);
  });

  test('有类型错误，照样运行', async (context) => {
    expect((await verdictOn(context, `${upperAnswer}const wrong: number = '不是数';\nconsole.log(wrong);`)).passed).toBe(true);
  });
});

describe.concurrent('错的答案各有各的说法', () => {
  test.for([
    ['死循环', 'while (true) {}', 'too-slow'],
    ['马上以 0 退出', 'process.exit(0)', 'silent'],
    ['打印 10 MB', "const line = 'x'.repeat(1023) + '\\n'; for (let n = 0; n < 10240; n += 1) process.stdout.write(line); setInterval(() => {}, 1000);", 'too-much-output'],
    ['绑定了别的端口', upperAnswer.replace('Number(process.argv[2])', '0'), 'other-port'],
    ['语法错误', 'const port = ;', 'syntax-error'],
    ['运行时的 TypeError', 'const nothing: any = undefined;\nnothing.bind();', 'crashed'],
    ['不会有结果的 await', 'await new Promise(() => {});', 'crashed'],
  ] as const)('%s', async ([, text, diagnosis], context) => {
    expect((await firstOf(context, text)).diagnosis).toBe(diagnosis);
  });

  test('语法错误和崩溃，说得出是哪一行', async (context) => {
    expect((await firstOf(context, '\n\nconst port = ;')).message).toMatch(/answer\.ts:3:\d+ /);
    expect((await firstOf(context, '\nconst nothing: any = undefined;\nnothing.bind();')).message).toMatch(/answer\.ts:3 .*TypeError/);
  });
});

test('生了一个不肯走的孩子：判完以后，孩子也不在了', async (context) => {
  const text = `import { spawn } from 'node:child_process';
const child = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { stdio: 'inherit' });
console.log('孩子', child.pid);
${upperAnswer}`;
  const verdict = await verdictOn(context, text);
  const pid = Number(/孩子 (\d+)/.exec(verdict.checks[0]!.trace.join('\n'))?.[1]);
  expect(verdict.passed).toBe(true);
  expect(pid).toBeGreaterThan(0);
  await until(() => !isAlive(pid));
  expect(isAlive(pid)).toBe(false);
});

test('中途叫停：判词不要了，进程也收走', async (context) => {
  const abort = new AbortController();
  let program: Answer | undefined;
  const check: Check = {
    id: 'waits',
    title: '等一件不会发生的事，等到一半叫停',
    async run(stage) {
      program = stage.start([0]);
      await stage.until(() => program!.bound.length > 0, '绑定端口', 'silent');
      abort.abort();
      await stage.until(() => false, '不会发生的事', 'silent');
    },
  };
  await expect(judge({ ...upperServer, checks: [check] }, '01-small/1-upper', temporaryFile(context, 'answer.ts', upperAnswer), 1, { signal: abort.signal })).rejects.toThrow(Aborted);
  expect(program!.exited).toBeDefined();
});

test('一项检查也没有的练习，不算通过', async (context) => {
  const file = temporaryFile(context, 'answer.ts', upperAnswer);
  await expect(judge({ ...upperServer, checks: [] }, '01-small/1-upper', file, 1)).rejects.toThrow(CannotJudge);
});
