/** 01-udp/5-closes-early 的检查：检查扮演服务端，等程序自己结束，再数到了几个报文。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import { visible } from '../../../../kit/trace.ts';

const slowSend = new URL('slow-send.mjs', import.meta.url).href;
/** 寄出（或者最近一个结果）以后过了这么久才关，是睡了一觉，不是当场就关。 */
const sleepMs = 60;
/** 全部有了结果以后，多等不能超过这么久，程序自己的时钟。slow-send.mjs 里最慢的一次比它慢得多，两头都躲不过。 */
const mostLingerMs = 400;
/** 比任何系统肯寄的都长：UDP 报文最多 65507 字节。 */
const tooLong = '长'.repeat(23_000);

const server = ['npx tsx chapters/01-udp/server.ts 12000', '另开一个终端，再运行：'];
const byHand = [...server, 'npx tsx {file} 12000', '输入三行字，再按 Ctrl-D（Windows 上看「怎样学」的「输入的结尾」）：服务端应当打印三行'];
const slowByHand = [...server, 'npx tsx --import ./chapters/01-udp/exercises/5-closes-early/slow-send.mjs {file} 12000', '输入三行字，再按 Ctrl-D（Windows 上看「怎样学」的「输入的结尾」）：服务端应当打印三行'];
const longByHand = [...server, 'node -p "\'a\\nb\\n\' + \'x\'.repeat(70000)" | npx tsx --import ./chapters/01-udp/exercises/5-closes-early/slow-send.mjs {file} 12000', '服务端应当打印两行，程序应当自己结束'];

/** 报文没有到齐：看套接字是什么时候关的，那时有几次 send 已经有了结果。`failed`：其中有一次是寄不出去。 */
function whyLost(program: Answer, failed: boolean): string {
  const early = program.closes.find(({ sends, results }) => results < sends);
  const left = early?.atMs ?? program.exitMs ?? 0;
  const before = [...program.sendCallTimesMs, ...program.resultTimesMs].filter((atMs) => atMs <= left);
  if (before.length > 0 && left - Math.max(...before) > sleepMs) return 'sleeps';
  if (early && early.results > 0) return failed ? 'closes-on-error' : 'closes-after-one';
  if (early) return 'closes-early';
  return program.sendCallTimesMs.length > program.resultTimesMs.length ? 'exits-early' : 'sends-nothing';
}

/** 等程序自己结束，看报文是不是一个不多、一个不少。进程没有了，没有到的就不会再到了。 */
async function delivered(stage: Stage, lines: readonly string[], half = '', before?: string): Promise<Answer> {
  const peer = await stage.udpPeer('服务端');
  const program = stage.start([peer.port], before);
  for (const line of lines) program.type(line);
  program.endInput(half);
  const nothing = lines.length === 0 && half === '';
  await stage.until(() => program.exited, '程序自己结束', nothing ? 'stuck-on-nothing' : lines.includes(tooLong) ? 'stuck-on-error' : 'never-ends');
  if (program.crash) stage.fail('crashed', `程序崩溃了：${program.crash}`);
  await stage.settle();
  const expected = [...lines, ...(half === '' ? [] : [half])].filter((line) => line !== tooLong);
  const got = peer.received.map(({ text }) => text);
  const strange = got.find((text) => !expected.includes(text));
  if (strange !== undefined) stage.fail('wrong-datagram', `输入里没有 ${visible(strange)} 这一行，服务端却收到了它。`);
  const times = (all: readonly string[], line: string): number => all.filter((text) => text === line).length;
  const twice = expected.find((line) => times(got, line) > times(expected, line));
  if (twice !== undefined) stage.fail('sends-twice', `${visible(twice)} 这一行寄了不止一次。`);
  const lost = expected.filter((line) => times(got, line) < times(expected, line));
  if (lost.length > 0) stage.fail(whyMissing(program, got.length > 0, lines.includes(tooLong)), `输入了 ${expected.length} 行，服务端只收到 ${got.length} 个报文，少了 ${[...new Set(lost)].map((line) => visible(line)).join('、')}。`);
  return program;
}

/** 少了报文：是没有寄，还是寄了却没有等它。`failed`：其中有一次是寄不出去。 */
function whyMissing(program: Answer, some: boolean, failed: boolean): string {
  if (!allResulted(program) || !some) return whyLost(program, failed);
  return failed ? 'gives-up-on-error' : 'loses-line';
}

/** 寄过的都有了结果。 */
function allResulted({ sendCallTimesMs, resultTimesMs }: Answer): boolean {
  return resultTimesMs.length >= sendCallTimesMs.length;
}

function judgeExitCode(stage: Stage, program: Answer, code: number): void {
  const { exited } = program;
  if (exited?.code !== code) stage.fail('wrong-exit-code', `退出码应当是 ${code}，实际是 ${exited?.code ?? `无（信号 ${exited?.signal}）`}。`);
}

/** 最后一个结果之后，程序还待了多久。 */
function judgeLinger(stage: Stage, { resultTimesMs, sendCallTimesMs, exitMs }: Answer): void {
  const last = Math.max(resultTimesMs.at(-1) ?? 0, sendCallTimesMs.at(-1) ?? 0);
  if (last === 0 || exitMs === undefined) return;
  const linger = Math.round(exitMs - last);
  if (linger > mostLingerMs) stage.fail('sleeps-long', `最后一个报文已经有了结果，程序又过了 ${linger} 毫秒才结束。`);
}

const exercise: Exercise = {
  title: '关得太早',
  startDiagnosis: 'closes-early',
  diagnoses: {
    'closes-early': {
      cause: '`send` 之后没有等它的结果，就关上了套接字。还没有交给内核的报文就此丢了，没有任何提示。要等回调执行过再关。',
      section: '/01-udp/#server-5',
      reproduce: slowByHand,
    },
    'closes-after-one': {
      cause: '有几次 `send` 已经有了结果，可是还不是全部，套接字就关上了。第一个或最后一个的回调来了，不说明别的也来了；要数。',
      section: '/01-udp/#exercise-5',
      reproduce: slowByHand,
    },
    sleeps: {
      cause: '睡了一会儿再关。睡多久都是猜：这一次 `send` 比你睡的还慢，报文就丢了。要等的是回调，不是时间。',
      section: '/01-udp/#exercise-5',
      reproduce: slowByHand,
    },
    'sleeps-long': {
      cause: '报文早就交给了内核，程序还在等。睡得再久也是猜：快的时候白等，更慢的时候还是丢。全部有了结果就结束。',
      section: '/01-udp/#exercise-5',
      reproduce: byHand,
      timing: true,
    },
    'exits-early': {
      cause: '`send` 还没有结果，进程就结束了，多半是 `process.exit()`：它不等任何回调。关上套接字以后，程序自己会结束。',
      section: '/01-udp/#server-6',
      reproduce: slowByHand,
    },
    'sends-nothing': {
      cause: '服务端没有收到该收到的报文。端口是第一个参数，地址是 `127.0.0.1`，每一行都要 `send` 一次。',
      section: '/01-udp/#exercise-5',
      reproduce: byHand,
    },
    'loses-line': {
      cause: '有一行输入没有变成报文。空行也是一行；和前面一模一样的也是一行；最后一行末尾没有换行，也是一行。',
      section: '/01-udp/#exercise-5',
      reproduce: byHand,
    },
    'sends-twice': {
      cause: '同一行寄了不止一次。多寄几份治不好关得太早，只会让对方收到重复的报文。',
      section: '/01-udp/#exercise-5',
      reproduce: byHand,
    },
    'wrong-datagram': {
      cause: '报文的内容和输入的行不一样：原样照搬，末尾没有换行，一行一个报文。',
      section: '/01-udp/#exercise-5',
      reproduce: byHand,
    },
    'stuck-on-error': {
      cause: '有一个报文寄不出去，程序就再也不结束了：多半只数了寄成功的，或者出错时没有往下走。寄不出去也是结果。',
      section: '/01-udp/#server-5',
      reproduce: longByHand,
    },
    'closes-on-error': {
      cause: '有一个寄不出去，套接字马上就关了，别的还没有结果。一个报文的错只是它自己的错，别的要接着等。',
      section: '/01-udp/#server-5',
      reproduce: longByHand,
    },
    'gives-up-on-error': {
      cause: '有一个寄不出去，后面的就不再寄了：错误从循环里抛了出去。一个报文的错只是它自己的错，记下来，接着寄下一个。',
      section: '/01-udp/#server-5',
      reproduce: longByHand,
    },
    'stuck-on-nothing': {
      cause: '输入里一行也没有，程序就不结束了：关套接字只写在 `send` 的回调里，一次也没有寄，回调就一次也不来。',
      section: '/01-udp/#exercise-5',
      reproduce: [...server, 'npx tsx {file} 12000', '什么也不输入，按 Ctrl-D（Windows 上看「怎样学」的「输入的结尾」）：程序应当马上结束'],
    },
    'wrong-exit-code': {
      cause: '退出码不对：全部寄出是 0，有寄不出去的是 1。寄不出去的原因只有回调的 `error` 知道。',
      section: '/how-to-learn#exit-code',
      reproduce: longByHand,
    },
  },
  checks: [
    {
      id: 'delivered',
      title: '每一行都到了：空行，有空格和汉字的行，重复的行，没有换行的最后一行',
      async run(stage) {
        const [a, b, c] = stage.random.words(3) as [string, string, string];
        const program = await delivered(stage, [a, ` ${b} 汉字 `, '', a], c);
        judgeExitCode(stage, program, 0);
        judgeLinger(stage, program);
      },
    },
    {
      id: 'slow',
      title: '有几次 send 很慢，结果倒着来，也一个不少',
      async run(stage) {
        const program = await delivered(stage, stage.random.words(3), '', slowSend);
        judgeExitCode(stage, program, 0);
      },
    },
    {
      id: 'too-long',
      title: '有一个太长，寄不出去；别的，不论在它前面还是后面，照样要寄到，程序照样结束',
      async run(stage) {
        const [a, b, c] = stage.random.words(3) as [string, string, string];
        const program = await delivered(stage, [a, b, tooLong, c], '', slowSend);
        judgeExitCode(stage, program, 1);
      },
    },
    {
      id: 'nothing',
      title: '一行也没有：什么也不寄，马上结束',
      async run(stage) {
        const program = await delivered(stage, []);
        judgeExitCode(stage, program, 0);
      },
    },
  ],
};

export default exercise;
