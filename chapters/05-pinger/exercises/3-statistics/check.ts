/**
 * 05-pinger/3-statistics 的检查：检查扮演服务端，不答、晚答、重复地答，看最后两行对不对。
 *
 * 该是多少，由程序自己的时钟说了算：哪一刻寄出、哪一刻收到，报告里都有，机器再忙也不会错怪好人。
 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { Datagram, UdpPeer } from '../../../../kit/peers/udp.ts';
import { firstDifference, visible } from '../../../../kit/trace.ts';

const replyTimeoutMs = 1_000;
/** 离时限这么近的，算收到、算丢都对，毫秒。 */
const unclearMs = 30;
/** 程序看钟的时刻与报告的时刻可以差这么多，毫秒。 */
const toleranceMs = 12;
/** 服务端想一想才答，毫秒：往返明显大于 0，最小值是 0 的就不是量出来的。 */
const thinkMs = 40;
/** 都有了结果以后，多久之内要结束，毫秒。 */
const mostLingerMs = 500;

const byHand = ['终端一：npx tsx chapters/05-pinger/exercises/3-statistics/pong.ts', '终端二：npx tsx {file} 12000 5'];
const nobody = ['npx tsx {file} 9 3', '端口 9 上没有人应答，应当只有一行，丢失 100%'];

interface Scene {
  stage: Stage;
  server: UdpPeer;
  program: Answer;
  count: number;
}

async function open(stage: Stage, count: number, before?: string): Promise<Scene> {
  const server = await stage.udpPeer('服务端');
  return { stage, server, count, program: stage.start([server.port, count], before) };
}

/** 第 `number` 个 ping。 */
async function ping({ stage, server }: Scene, number: number): Promise<Datagram> {
  const datagram = await stage.until(() => server.take(), `第 ${number} 个「ping ${number}」`, server.received.length === 0 ? 'sends-nothing' : 'stops-sending');
  if (datagram.text !== `ping ${number}`) stage.fail('wrong-request', `应当是「ping ${number}」，来的是 ${visible(datagram.bytes)}。`);
  return datagram;
}

/** 依次收下全部的 ping，每个照 `plan` 说的去答，答之前隔 `delayMs` 毫秒；返回最后一个。 */
async function play(scene: Scene, plan: Record<number, string[]>, delayMs = 0): Promise<Datagram> {
  let last: Datagram | undefined;
  for (let number = 1; number <= scene.count; number += 1) {
    last = await ping(scene, number);
    if (plan[number] && delayMs > 0) await scene.stage.pause(delayMs);
    for (const answer of plan[number] ?? []) await scene.server.send(answer, last);
    if (!plan[number]) scene.server.ignore('不答');
  }
  return last!;
}

/** 每个 ping 的往返，照程序自己的时钟；没有及时收到的是 `undefined`。 */
function truth({ program, count }: Scene): { rtts: number[]; unclear: boolean; lastResultMs: number } {
  const { sendCallTimesMs: sends, receives } = program;
  let unclear = false;
  let lastResultMs = 0;
  const rtts = Array.from({ length: count }, (_, index) => {
    const sentAt = sends[index] ?? 0;
    const reply = receives.find(({ text }) => text === `pong ${index + 1}`);
    const rtt = reply ? reply.atMs - sentAt : Infinity;
    if (Math.abs(rtt - replyTimeoutMs) < unclearMs) unclear = true;
    lastResultMs = Math.max(lastResultMs, rtt < replyTimeoutMs ? reply!.atMs : sentAt + replyTimeoutMs);
    return rtt < replyTimeoutMs ? rtt : undefined;
  });
  return { rtts: rtts.filter((rtt) => rtt !== undefined), unclear, lastResultMs };
}

const countsPattern = /packets transmitted/;

/**
 * 程序该结束了：看两行统计。
 *
 * @param orElse 收到的个数不对时的诊断
 */
async function ending(scene: Scene, orElse: string): Promise<void> {
  const { stage, program, server, count } = scene;
  const exited = await stage.until(() => program.exited, '程序自己结束', () => (program.printed('packets transmitted') ? 'never-ends' : 'never-counts'));
  await stage.intact(program);
  if (server.take()) stage.fail('wrong-request', `寄满 ${count} 个以后，又寄了一个。`);
  const { rtts, unclear, lastResultMs } = truth(scene);
  if (unclear) return stage.unclear(`有一个往返离 1 秒不到 ${unclearMs} 毫秒，收到还是丢了，看不清。`);
  const lines = program.lines.filter((line) => countsPattern.test(line) || line.startsWith('rtt'));
  if (lines.length === 0) stage.fail('no-summary', '程序结束了，没有打印统计。');
  judgeCounts(scene, lines[0]!, rtts.length, orElse);
  judgeRtts(stage, lines.slice(1), rtts, count);
  const code = rtts.length > 0 ? 0 : 1;
  if (exited.code !== code) stage.fail('wrong-exit-code', `退出码应当是 ${code}，实际是 ${exited.code ?? `无（信号 ${exited.signal}）`}。`);
  const linger = Math.round(program.exitMs! - lastResultMs);
  if (linger > mostLingerMs) stage.fail('lingers', `都有了结果以后，又过了 ${linger} 毫秒程序才结束。`);
  if (linger < -unclearMs) stage.fail('ends-early', `还差 ${-linger} 毫秒，最后一个才等满 1 秒，程序就结束了。`);
}

function judgeCounts({ stage, count }: Scene, line: string, received: number, orElse: string): void {
  const loss = Math.round(((count - received) / count) * 100);
  const expected = `${count} packets transmitted, ${received} received, ${loss}% packet loss`;
  if (line === expected) return;
  const said = /^(\d+) packets transmitted, (\d+) received, /.exec(line);
  if (!said) return stage.fail('wrong-print', `第一行的写法不对。\n${firstDifference(expected, line)}`);
  if (Number(said[2]) !== received || Number(said[1]) !== count) stage.fail(orElse, `寄出 ${count} 个，及时的应答有 ${received} 个，程序却说「${line}」。`);
  stage.fail('wrong-loss', `丢失的百分比不对。\n${firstDifference(expected, line)}`);
}

function judgeRtts(stage: Stage, lines: string[], rtts: number[], count: number): void {
  if (rtts.length === 0) {
    if (lines.length > 0) stage.fail('nothing-received', `一个也没有收到，却打印了「${lines[0]}」。`);
    return;
  }
  if (lines.length !== 1) stage.fail('wrong-print', `应当恰好有一行以「rtt」开头，实际有 ${lines.length} 行。`);
  const said = /^rtt min\/avg\/max = (-?\d+\.\d{3})\/(-?\d+\.\d{3})\/(-?\d+\.\d{3}) ms$/.exec(lines[0]!);
  if (!said) return stage.fail('wrong-print', `第二行的写法不对：「${lines[0]}」。`);
  const [least, average, most] = said.slice(1).map(Number) as [number, number, number];
  const sum = rtts.reduce((total, rtt) => total + rtt, 0);
  const wanted = [Math.min(...rtts), sum / rtts.length, Math.max(...rtts)] as const;
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= toleranceMs;
  const seen = `照程序自己的单调时钟，应当是 ${wanted.map((ms) => ms.toFixed(3)).join('/')} 左右，程序说「${lines[0]}」。`;
  if (least < 0) stage.fail('wall-clock', seen);
  const lost = count - rtts.length;
  if (lost > 0 && near(average, sum / count) && !near(average, wanted[1])) stage.fail('average-of-sent', seen);
  if (lost > 0 && most >= replyTimeoutMs - unclearMs && wanted[2] < most - 100) stage.fail('lost-counted', seen);
  if (least === 0 && !near(least, wanted[0])) stage.fail('min-from-zero', seen);
  if (!near(least, wanted[0]) || !near(average, wanted[1]) || !near(most, wanted[2])) stage.fail('wrong-rtt', seen);
}

const exercise: Exercise = {
  title: '像 ping 那样统计',
  startDiagnosis: 'no-summary',
  diagnoses: {
    'sends-nothing': {
      cause: '服务端一个报文也没有收到：端口是第一个参数，地址是 `127.0.0.1`。',
      section: '/05-pinger/#exercise-3',
      reproduce: byHand,
    },
    'wrong-request': {
      cause: '寄的内容、次序或个数和题目说的不一样：`ping 1`、`ping 2`……一直到第二个参数，各一次。',
      section: '/05-pinger/#exercise-3',
      reproduce: byHand,
    },
    'stops-sending': {
      cause: '没有寄够：要等上一个的应答才寄下一个，或者中途结束了。每 100 毫秒寄一个，不管应答来没来。',
      section: '/05-pinger/#client-3',
      reproduce: nobody,
    },
    'no-summary': {
      cause: '没有打印统计。每个 ping 都有了结果，就打印那两行。',
      section: '/05-pinger/#exercise-3',
      reproduce: byHand,
    },
    'never-counts': {
      cause: '有的应答没有来，程序就一直等下去，也没有统计。每个 ping 要有自己的计时器，等满 1 秒也是结果。',
      section: '/05-pinger/#client-5',
      reproduce: nobody,
    },
    'ends-early': {
      cause: '最后一个 ping 还没有等满 1 秒，就统计了。',
      section: '/05-pinger/#client-5',
      reproduce: byHand,
      timing: true,
    },
    lingers: {
      cause: '都有了结果，程序却没有马上结束：有一个计时器没有取消。',
      section: '/05-pinger/#client-6',
      reproduce: byHand,
      timing: true,
    },
    'wrong-received': {
      cause: '收到的个数不对。只数在 1 秒之内答过的 ping 有几个，应答来的次序不要紧。',
      section: '/05-pinger/#exercise-3',
      reproduce: byHand,
    },
    'duplicate-counted': {
      cause: '重复的应答也数进去了。数的是有几个 ping 得到了应答，不是来了几个报文。',
      section: '/05-pinger/#break-it',
      reproduce: byHand,
    },
    'late-counted': {
      cause: '超过 1 秒才来的应答也数进去了。它的结果早已是「等满了」，不能再改。',
      section: '/05-pinger/#client-5',
      reproduce: byHand,
    },
    'wrong-loss': {
      cause: '丢失的百分比不对：丢了的除以寄出的，乘 100，四舍五入成整数。',
      section: '/05-pinger/#client-6',
      reproduce: byHand,
    },
    'nothing-received': {
      cause: '一个也没有收到，不应当有第二行：零个数没有最小，也没有平均，算出来的会是 Infinity 和 NaN。',
      section: '/05-pinger/#client-6',
      reproduce: nobody,
    },
    'min-from-zero': {
      cause: '最小值成了 0：比大小的时候从 0 比起，没有哪个往返比它小。',
      section: '/05-pinger/#exercise-3',
      reproduce: byHand,
      timing: true,
    },
    'average-of-sent': {
      cause: '平均除以了寄出的个数。丢了的没有往返时间，不参与平均。',
      section: '/05-pinger/#client-6',
      reproduce: byHand,
      timing: true,
    },
    'lost-counted': {
      cause: '丢了的当作 1000 毫秒，算进了往返。丢了的没有往返时间。',
      section: '/05-pinger/#client-6',
      reproduce: byHand,
      timing: true,
    },
    'wall-clock': {
      cause: '量时间用的是墙上的钟。这项检查里，它每看一次就被往回拨一秒。用 `performance.now()` 或 `process.hrtime.bigint()`。',
      section: '/05-pinger/#clock',
      reproduce: byHand,
    },
    'wrong-rtt': {
      cause: '往返时间不对：也许几个 ping 共用了一个寄出的时刻，也许单位不是毫秒，也许时刻不是在寄出和收到的当时看的。',
      section: '/05-pinger/#client-3',
      reproduce: byHand,
      timing: true,
    },
    'wrong-print': {
      cause: '两行的写法和题目说的不一样：空格、逗号、单位、小数位数都要相同。',
      section: '/05-pinger/#exercise-3',
      reproduce: byHand,
    },
    'wrong-exit-code': {
      cause: '退出码不对：收到过应答是 0，一个也没有是 1。',
      section: '/how-to-learn#exit-code',
      reproduce: nobody,
    },
  },
  checks: [
    {
      id: 'some-lost',
      title: '五个丢两个，第一个的应答等到第三个 ping 来了才答',
      async run(stage) {
        const scene = await open(stage, 5);
        await play(scene, { 3: ['pong 3', 'pong 1'], 5: ['pong 5'] }, thinkMs);
        await ending(scene, 'wrong-received');
      },
    },
    {
      id: 'all-answered',
      title: '全部应答：丢失 0%，马上结束',
      async run(stage) {
        const scene = await open(stage, 4);
        await play(scene, { 1: ['pong 1'], 2: [], 3: ['pong 3', 'pong 2'], 4: ['pong 4'] });
        await ending(scene, 'wrong-received');
      },
    },
    {
      id: 'duplicates',
      title: '重复的应答不算：三个里丢了一个，就是 33%',
      async run(stage) {
        const scene = await open(stage, 3);
        await play(scene, { 1: ['pong 1', 'pong 1'], 3: ['pong 1', 'pong 3'] });
        await ending(scene, 'duplicate-counted');
      },
    },
    {
      id: 'all-lost',
      title: '一个应答也没有：只有一行，退出码 1',
      async run(stage) {
        const scene = await open(stage, 3);
        await play(scene, {});
        await ending(scene, 'wrong-received');
      },
    },
    {
      id: 'late',
      title: '超过 1 秒才来的应答，不算收到',
      async run(stage) {
        const scene = await open(stage, 12);
        const plan = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [index + 2, [`pong ${index + 2}`]]));
        // 第 12 个 ping 是在第 1 个之后 1.1 秒寄出的：这时才答第 1 个，已经晚了。
        await play(scene, { ...plan, 12: ['pong 1'] });
        await ending(scene, 'late-counted');
      },
    },
    {
      id: 'wall-clock',
      title: '墙上的钟被往回拨，往返时间不受影响',
      async run(stage) {
        const scene = await open(stage, 3, new URL('turned-back.mjs', import.meta.url).href);
        await play(scene, { 1: ['pong 1'], 2: ['pong 2'], 3: ['pong 3'] });
        await ending(scene, 'wrong-received');
      },
    },
  ],
};

export default exercise;
