/** 判题的一方也会出错：机器太忙，借来的端口被人拿走。这时没有通过，不能当场算作答案的错。 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { pathToFileURL } from 'node:url';
import { expect, test, type TestContext } from 'vitest';
import type { Check, Exercise, Stage } from '../../kit/exercise.ts';
import { judge } from '../../kit/judge.ts';
import { unusedPort } from '../../kit/port.ts';
import { temporaryFile } from '../support/files.ts';

const unlucky = { cause: '运气不好', section: '/', reproduce: [] };

function exercise(run: Check['run']): Exercise {
  return { title: '试一试', startDiagnosis: 'unlucky', diagnoses: { unlucky }, checks: [{ id: 'only', title: '只有一项', run }] };
}

const quiet = (context: TestContext): string => temporaryFile(context, 'quiet.ts', 'export {};\n');
/** 在程序之前停一秒：从外面看，就是机器忙得 Node 起不来。 */
const slowStart = (context: TestContext): string => pathToFileURL(temporaryFile(context, 'slow.mjs', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);\n')).href;

/** 启动一个程序，等它结束；`before` 让它起得慢。 */
async function runs(stage: Stage, before?: string): Promise<void> {
  const program = stage.start([], before);
  await stage.until(() => program.exited, '程序结束', 'never-ends');
}

/** 判一次，只有一项检查；`run` 的 `times` 是它第几次演。返回判词，和一共演了几次。 */
async function judged(context: TestContext, run: (stage: Stage, times: number) => Promise<void>): Promise<{ passed: boolean; diagnosis: string | undefined; notes: string[] | undefined; times: number }> {
  let times = 0;
  const only = exercise(async (stage) => {
    times += 1;
    await run(stage, times);
  });
  const { passed, checks } = await judge(only, 'only', quiet(context), 1);
  return { passed, diagnosis: checks[0]?.diagnosis, notes: checks[0]?.notes, times };
}

test('Node 起得慢的时候没有通过，单独再判；再判通过，就是通过', async (context) => {
  const result = await judged(context, async (stage, times) => {
    await runs(stage, times === 1 ? slowStart(context) : undefined);
    if (times === 1) stage.fail('unlucky', '判题的一方没有及时答话');
  });
  expect(result).toMatchObject({ passed: true, times: 2 });
});

test('判题的一方自己被拖住的时候没有通过，单独再判；再判通过，就是通过', async (context) => {
  const result = await judged(context, async (stage, times) => {
    // 占住自己的线程：从里面看，就是机器忙得轮不到它。
    if (times === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 800);
    await runs(stage);
    if (times === 1) stage.fail('unlucky', '判题的一方没有及时答话');
  });
  expect(result).toMatchObject({ passed: true, times: 2 });
});

test('没有看清，单独再判：看清了是错的，就是没有通过', async (context) => {
  const result = await judged(context, async (stage, times) => {
    await runs(stage);
    if (times === 1) stage.unclear('应答来得太晚，看不清');
    else stage.fail('unlucky', '看清了，是错的');
  });
  expect(result).toMatchObject({ passed: false, diagnosis: 'unlucky', times: 2 });
});

test('一直看不清，算通过，说出没有看清；再判两次为止', async (context) => {
  const result = await judged(context, async (stage) => {
    await runs(stage);
    stage.unclear('应答来得太晚，看不清');
  });
  expect(result).toMatchObject({ passed: true, notes: ['应答来得太晚，看不清'], times: 3 });
});

test('Node 起得慢，次次都没有通过，还是没有通过，诊断不变；再判两次为止', async (context) => {
  const result = await judged(context, async (stage) => {
    await runs(stage, slowStart(context));
    stage.fail('unlucky', '次次如此');
  });
  expect(result).toMatchObject({ passed: false, diagnosis: 'unlucky', times: 3 });
});

test('再判的时候，没有别的检查同时进行', async (context) => {
  let [times, othersRunning, together] = [0, false, false];
  let free = (): void => {};
  const failedOnce = new Promise<void>((resolve) => (free = resolve));
  let arrive = (): void => {};
  const othersCame = new Promise<void>((resolve) => (arrive = resolve));
  const doubtful = exercise(async (stage) => {
    times += 1;
    await othersCame;
    if (times > 1) together = othersRunning;
    await runs(stage, times === 1 ? slowStart(context) : undefined);
    if (times === 1) stage.fail('unlucky', '第一次');
  });
  const other = exercise(async (stage) => {
    othersRunning = true;
    arrive();
    await failedOnce;
    // 前一个已经知道没有通过；要是不等这里做完就再判，这一会儿足够它开始。
    await stage.pause(100);
    othersRunning = false;
  });
  const [verdict] = await Promise.all([judge(doubtful, 'doubtful', quiet(context), 1, { onResult: () => free() }), judge(other, 'other', quiet(context), 1)]);
  expect({ passed: verdict.passed, together }).toEqual({ passed: true, together: false });
});

test('借给它的端口被别人占了，换一个端口再判', async (context) => {
  let times = 0;
  const listening = exercise(async (stage) => {
    times += 1;
    const port = await unusedPort();
    const thief = createServer();
    if (times === 1) await once(thief.listen(port, '127.0.0.1'), 'listening');
    try {
      await stage.listening(stage.start([port]));
    } finally {
      thief.close();
    }
  });
  const swallows = "import { createServer } from 'node:net';\nconst server = createServer();\nserver.on('error', () => {});\nserver.listen(Number(process.argv[2]), '127.0.0.1');\n";
  const verdict = await judge(listening, 'listening', temporaryFile(context, 'server.ts', swallows), 1);
  expect({ passed: verdict.passed, times }).toEqual({ passed: true, times: 2 });
});
