/** 05-pinger/2-refused 的检查：服务端先不在，再来，再走，再来，看程序记下了哪些变化。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { Datagram, UdpPeer } from '../../../../kit/peers/udp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { visible } from '../../../../kit/trace.ts';

/** 题目要求隔 100 毫秒左右；隔得比这还近，就是不停地寄。程序自己的时钟。 */
const leastGapMs = 40;

const absent = ['npx tsx {file} 9', '端口 9 上没有人，应当打印一行「不在」，然后一直守着；按 Ctrl-C 停下'];
const comesAndGoes = ['终端一：npx tsx {file} 12000', '终端二：npx tsx chapters/05-pinger/exercises/2-refused/duty.ts，过几秒按 Ctrl-C，再启动一次', '终端一应当依次是：不在、在、不在、在'];

interface Scene {
  stage: Stage;
  program: Answer;
  port: number;
  /** 到现在为止应当打印的。 */
  told: ('在' | '不在')[];
  /** 收到过的最大的号码。 */
  lastNumber: number;
}

function states({ lines }: Answer): string[] {
  return lines.filter((line) => line === '在' || line === '不在');
}

/** 等程序说出下一个变化。 */
async function says(scene: Scene, state: '在' | '不在', orElse: string): Promise<void> {
  const { stage, program, told } = scene;
  told.push(state);
  await stage.until(() => states(program).length >= told.length, `第 ${told.length} 行，「${state}」`, () => (program.exited ? 'gives-up' : orElse), program);
  judgeStates(scene);
}

function judgeStates({ stage, program, told }: Scene): void {
  const said = states(program);
  if (said.join('、') === told.join('、')) return;
  const repeated = said.some((state, index) => index > 0 && state === said[index - 1]);
  stage.fail(repeated ? 'says-it-again' : 'guesses', `应当依次打印：${told.join('、')}；实际打印了：${said.join('、')}。`);
}

/** 服务端上任：绑定在那个端口上，答第一个 `beat`。 */
async function arrives(scene: Scene): Promise<{ peer: UdpPeer; beat: Datagram }> {
  const { stage, port } = scene;
  const peer = await stage.udpPeer('服务端', { port });
  const beat = await next(scene, peer);
  await peer.send('ok', beat);
  return { peer, beat };
}

async function next(scene: Scene, peer: UdpPeer): Promise<Datagram> {
  const { stage, program } = scene;
  const datagram = await stage.until(() => peer.take(), '下一个「beat n」', () => (program.exited ? 'gives-up' : 'stops-asking'), program);
  const number = Number(/^beat (\d+)$/.exec(datagram.text)?.[1]);
  if (!(number > scene.lastNumber)) stage.fail('wrong-request', `上一次收到的号码是 ${scene.lastNumber}，这一次收到的是 ${visible(datagram.bytes)}。`);
  scene.lastNumber = number;
  return datagram;
}

async function open(stage: Stage): Promise<Scene> {
  const port = await unusedPort();
  return { stage, port, program: stage.start([port]), told: [], lastNumber: 0 };
}

/** 服务端说停，程序应当以 0 结束；从头到尾不该多说一句。 */
async function ending(scene: Scene, peer: UdpPeer, beat: Datagram): Promise<void> {
  const { stage, program } = scene;
  await peer.send('stop', beat);
  const exited = await stage.until(() => program.exited, '程序自己结束', 'never-ends', program);
  await stage.intact(program);
  judgeStates(scene);
  if (exited.code !== 0) stage.fail('wrong-exit-code', `退出码应当是 0，实际是 ${exited.code ?? `无（信号 ${exited.signal}）`}。`);
}

const exercise: Exercise = {
  title: '在，还是不在',
  startDiagnosis: 'crashed',
  diagnoses: {
    'hears-nothing': {
      cause: '服务端不在，程序没有说「不在」。没有 `connect` 过的 UDP 套接字听不到 `ECONNREFUSED`；`connect` 过的，要有 `error` 监听者来说。',
      section: '/05-pinger/#connected',
      reproduce: absent,
    },
    'gives-up': {
      cause: '服务端不在，程序就自己结束了。一次退回只说明此刻没有人，它也许一会儿就来。',
      section: '/05-pinger/#client-2',
      reproduce: absent,
    },
    'stops-asking': {
      cause: '程序不再寄 `beat` 了。服务端不会主动来说「我在」，要一直问下去。',
      section: '/05-pinger/#client-2',
      reproduce: comesAndGoes,
    },
    'does-not-notice': {
      cause: '服务端来了（答了 `ok`），或者走了，程序没有说。每一次变化都要打印一行。',
      section: '/05-pinger/#exercise-2',
      reproduce: comesAndGoes,
    },
    'says-it-again': {
      cause: '没有变化也打印了。记住上一次说的是什么，相同就不说。',
      section: '/05-pinger/#exercise-2',
      reproduce: comesAndGoes,
    },
    guesses: {
      cause: '没有根据就说在或不在。只有服务端的 `ok` 说明在；寄出去了、`connect` 成功了，都不说明对方在。',
      section: '/05-pinger/#connected',
      reproduce: absent,
    },
    'another-socket': {
      cause: '中途换了套接字：源端口变了，服务端以为来了另一个人。听到 `ECONNREFUSED`，套接字没有坏，不用换。',
      section: '/05-pinger/#client-2',
      reproduce: comesAndGoes,
    },
    'wrong-request': {
      cause: '寄的内容和题目说的不一样：`beat`、一个空格、号码，从 1 数起，每寄一次加 1，没有人的时候也接着数。',
      section: '/05-pinger/#exercise-2',
      reproduce: comesAndGoes,
    },
    'floods': {
      cause: '寄得太密。听到退回就马上再寄，会变成不停地寄：隔 100 毫秒再问，不论结果怎样。',
      section: '/05-pinger/#exercise-2',
      reproduce: absent,
      timing: true,
    },
    'wrong-exit-code': {
      cause: '服务端说 `stop` 之后，退出码应当是 0。',
      section: '/how-to-learn#exit-code',
      reproduce: comesAndGoes,
    },
  },
  checks: [
    {
      id: 'absent-then-here',
      title: '服务端还没有启动：说「不在」，守着；启动了，说「在」',
      async run(stage) {
        const scene = await open(stage);
        await says(scene, '不在', 'hears-nothing');
        const { peer } = await arrives(scene);
        await says(scene, '在', 'does-not-notice');
        const beat = await next(scene, peer);
        await ending(scene, peer, beat);
      },
    },
    {
      id: 'comes-and-goes',
      title: '走了又来，来了又走：每次变化一行，同一个套接字',
      async run(stage) {
        const scene = await open(stage);
        const { program } = scene;
        const ports: number[] = [];
        for (let round = 1; round <= 3; round += 1) {
          await says(scene, '不在', round === 1 ? 'hears-nothing' : 'does-not-notice');
          // 没有人的时候又问了几次，也不再说。
          const asked = program.sendCallTimesMs.length;
          await stage.until(() => program.sendCallTimesMs.length >= asked + 3, '没有人的时候接着问', () => (program.exited ? 'gives-up' : 'stops-asking'), program);
          const { peer, beat } = await arrives(scene);
          ports.push(beat.port);
          await says(scene, '在', 'does-not-notice');
          const again = await next(scene, peer);
          await peer.send('ok', again);
          const last = await next(scene, peer);
          if (round === 3) await ending(scene, peer, last);
          peer.close();
        }
        if (new Set(ports).size > 1) stage.fail('another-socket', `三次来问的源端口依次是 ${ports.join('、')}。`);
        judgeGaps(stage, program);
      },
    },
    {
      id: 'here-first',
      title: '服务端一开始就在：不说「不在」，号码依次加 1',
      async run(stage) {
        const peer = await stage.udpPeer('服务端');
        const scene: Scene = { stage, port: peer.port, program: stage.start([peer.port]), told: [], lastNumber: 0 };
        const { program } = scene;
        for (let number = 1; number <= 4; number += 1) {
          const beat = await next(scene, peer);
          if (beat.text !== `beat ${number}`) stage.fail('wrong-request', `第 ${number} 次应当是「beat ${number}」，来的是 ${visible(beat.bytes)}。`);
          if (number === 3) {
            // 前两次都没有答：寄出去了，不说明在。
            await stage.settle();
            judgeStates(scene);
            await peer.send('ok', beat);
            await says(scene, '在', 'does-not-notice');
          }
          if (number === 4) await ending(scene, peer, beat);
          else if (program.exited) stage.fail('gives-up', '服务端在，程序却自己结束了。');
        }
      },
    },
  ],
};

/** 大多数相邻的两次不能隔得太近；忙的时候偶尔有一两次挤在一起，不算。 */
function judgeGaps(stage: Stage, { sendCallTimesMs: times }: Answer): void {
  const gaps = times.slice(1).map((atMs, index) => atMs - times[index]!).toSorted((a, b) => a - b);
  const middle = Math.round(gaps[Math.floor(gaps.length / 2)]!);
  if (middle < leastGapMs) stage.fail('floods', `相邻两次发送多半只隔 ${middle} 毫秒。`);
}

export default exercise;
