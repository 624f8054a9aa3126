/** 05-pinger/1-which-echo 的检查：检查扮演海底，扣住回声，等下一声到了再给，看程序记在谁的名下。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { Datagram, UdpPeer } from '../../../../kit/peers/udp.ts';
import { firstDifference, visible } from '../../../../kit/trace.ts';

/** 题目要求等 1 秒，用程序自己的时钟量。计时器不会早响；忙的机器只会让它晚响。 */
const leastWaitMs = 980;
const mostWaitMs = 1_400;
/** 两声隔得这么近，是根本没有等。 */
const noWaitMs = 100;
/** 迟到的回声在这时给；从头再等的程序，要到这么久以后再加 1 秒才放弃。 */
const disturbAfterMs = 600;

const byHand = ['终端一：npx tsx chapters/05-pinger/exercises/1-which-echo/seabed.ts', '终端二：npx tsx {file} 12000 4'];
const nobody = ['npx tsx {file} 9 3', '端口 9 上没有海底，每一声都没有回声'];

interface Scene {
  stage: Stage;
  seabed: UdpPeer;
  program: Answer;
}

async function open(stage: Stage, count: number): Promise<Scene> {
  const seabed = await stage.udpPeer('海底');
  return { stage, seabed, program: stage.start([seabed.port, count]) };
}

/** 等第 `number` 声到来；来了别的，就推断哪里想错了。 */
async function heard({ stage, seabed, program }: Scene, number: number, orElse: string): Promise<Datagram> {
  const datagram = await stage.until(() => seabed.take(), `第 ${number} 声「ping ${number}」`, seabed.received.length === 0 ? 'sends-nothing' : orElse);
  if (datagram.text === `ping ${number}`) return datagram;
  const later = Number(/^ping (\d+)$/.exec(datagram.text)?.[1]);
  if (later > number) stage.fail(program.printed('没有回声') ? orElse : 'all-at-once', `第 ${number} 声还没有结果，就来了第 ${later} 声。`);
  return stage.fail('wrong-request', `叫的内容不对。\n${firstDifference(`ping ${number}`, datagram.bytes)}`);
}

/**
 * 等它打印这一行；记在别人名下的，另有诊断。
 *
 * @param orLeft 没有打印就结束了的诊断
 */
async function printed({ stage, program }: Scene, line: string, orElse: string, orLeft = orElse): Promise<void> {
  await stage.until(() => program.lines.includes(line), `打印一行「${line}」`, () => blame(program, line, program.exited ? orLeft : orElse));
}

/** 第 1 声没有回声，第 2 声却紧跟着来了：没有等它的结果。 */
async function waited({ stage, program }: Scene): Promise<void> {
  await stage.until(() => program.sendTimesMs.length > 1, '程序发送的报告', 'too-slow');
  const gap = Math.round(program.sendTimesMs[1]! - program.sendTimesMs[0]!);
  if (gap < noWaitMs) stage.fail('all-at-once', `第 1 声还没有结果，过了 ${gap} 毫秒就来了第 2 声。`);
}

/** 打印了同一个号码、别的深度：记错了账。 */
function blame(program: Answer, line: string, orElse: string): string {
  const [number, ...rest] = line.split(' ');
  const depth = rest.at(-1)!;
  const stolen = program.lines.find((other) => /^\d/.test(other) && !other.startsWith(`${number} `) && other.endsWith(` ${depth}`));
  return stolen && /^\d+$/.test(depth) ? 'credited' : orElse;
}

/** 程序该结束了：看它打印的每一行和退出码。 */
async function ending({ stage, program, seabed }: Scene, results: readonly string[], code: number, orElse = 'wrong-print'): Promise<void> {
  const exited = await stage.until(() => program.exited, '程序自己结束', 'never-ends');
  await stage.intact(program);
  const lines = program.lines.filter((line) => /^\d/.test(line));
  const different = firstDifference(results.join('\n'), lines.join('\n'));
  if (different) stage.fail(orElse, `打印的结果不对。\n${different}`);
  if (exited.code !== code) stage.fail('wrong-exit-code', `退出码应当是 ${code}，实际是 ${exited.code ?? `无（信号 ${exited.signal}）`}。`);
  const extra = seabed.take();
  if (extra) stage.fail('wrong-request', `都有了结果，又来了一声 ${visible(extra.bytes)}。`);
}

/** 几个互不相同的深度，与号码也不会混。 */
function depths(stage: Stage, count: number): number[] {
  const base = stage.random.integer(100, 800) * 100;
  return Array.from({ length: count }, (_, index) => base + index * 7 + 1);
}

const exercise: Exercise = {
  title: '答的是哪一声',
  startDiagnosis: 'credited',
  diagnoses: {
    'sends-nothing': {
      cause: '海底一声也没有听到：端口是第一个参数，地址是 `127.0.0.1`，要真的用 `socket.send` 寄出去。',
      section: '/05-pinger/#exercise-1',
      reproduce: byHand,
    },
    'wrong-request': {
      cause: '叫的内容和题目说的不一样：`ping`、一个空格、号码；从 1 数起，一声只叫一次，叫够次数就停。',
      section: '/05-pinger/#exercise-1',
      reproduce: byHand,
    },
    'all-at-once': {
      cause: '上一声还没有结果，就叫了下一声。一次只等一声。',
      section: '/how-to-learn#async',
      reproduce: byHand,
    },
    credited: {
      cause: '一声的回声记到了另一声的名下：来了什么都当作眼下这一声的，没有看回声里的号码，或者没有整个比较。',
      section: '/05-pinger/#sequence',
      reproduce: byHand,
    },
    'late-lost': {
      cause: '迟到的回声没有打印。说过「没有回声」以后，监听者也要在，账也要留着，才认得出它。',
      section: '/05-pinger/#client-4',
      reproduce: byHand,
    },
    'late-disturbs': {
      cause: '迟到的回声打扰了眼下这一声：取消了它的计时器，或者让程序不再等它。只有眼下这一声的回声才能动计时器。',
      section: '/05-pinger/#client-5',
      reproduce: byHand,
    },
    'starts-again': {
      cause: '来了一个迟到的回声，眼下这一声就从头再等了 1 秒。计时器从叫出这一声算起，不因别人的回声再来。',
      section: '/05-pinger/#client-5',
      reproduce: byHand,
      timing: true,
    },
    'duplicate-counted': {
      cause: '同一个回声来了第二次，又打印了一行。一声的深度只打印一次，账上要记「已经有了」。',
      section: '/05-pinger/#client-4',
      reproduce: byHand,
    },
    'future-counted': {
      cause: '还没有叫过的号码，也打印了。不是眼下这一声，不一定就是迟到：要在账上翻得到才算。',
      section: '/05-pinger/#client-4',
      reproduce: byHand,
    },
    'waits-for-ever': {
      cause: '回声没有来，程序就停在那里了。要有一个 1 秒的计时器，来替它说「没有回声」。',
      section: '/05-pinger/#client-5',
      reproduce: nobody,
    },
    'gives-up-early': {
      cause: '没有等满 1 秒就说没有回声，或者叫了下一声。',
      section: '/05-pinger/#exercise-1',
      reproduce: nobody,
      timing: true,
    },
    'waits-too-long': {
      cause: '等了远不止 1 秒才放弃：看看 `setTimeout` 的第二个参数，单位是毫秒。',
      section: '/05-pinger/#exercise-1',
      reproduce: nobody,
      timing: true,
    },
    'says-nothing': {
      cause: '回声到了，程序没有马上打印，或者没有接着叫下一声。',
      section: '/05-pinger/#exercise-1',
      reproduce: byHand,
    },
    'wrong-print': {
      cause: '打印的行和题目说的不一样：`3 127`、`3 没有回声`、`3 迟到 127`，以数字开头的只有这三种；一有结果就打印，先有的在前。',
      section: '/05-pinger/#exercise-1',
      reproduce: byHand,
    },
    'wrong-exit-code': {
      cause: '退出码不对：每一声都及时是 0；有一声没有及时，哪怕后来迟到了，也是 1。',
      section: '/how-to-learn#exit-code',
      reproduce: nobody,
    },
  },
  checks: [
    {
      id: 'late',
      title: '第 1 声的回声迟到：不记在第 2 声名下，也不丢掉',
      async run(stage) {
        const [a, b, c] = depths(stage, 3);
        const scene = await open(stage, 3);
        const first = await heard(scene, 1, 'says-nothing');
        scene.seabed.ignore('先扣住，等第 2 声来了再给');
        const second = await heard(scene, 2, 'waits-for-ever');
        await waited(scene);
        await scene.seabed.send(`echo 1 ${a}`, first);
        await scene.seabed.send(`echo 2 ${b}`, second);
        await printed(scene, `2 ${b}`, 'late-disturbs');
        const third = await heard(scene, 3, 'says-nothing');
        await scene.seabed.send(`echo 3 ${c}`, third);
        await printed(scene, `3 ${c}`, 'says-nothing', 'late-disturbs');
        if (scene.program.lines.includes(`1 ${a}`)) stage.fail('wrong-print', `第 1 声迟到了，应当打印「1 迟到 ${a}」，打印的是「1 ${a}」。`);
        if (!scene.program.lines.includes(`1 迟到 ${a}`)) stage.fail('late-lost', `第 2、3 声的深度都打印了，第 1 声的 ${a} 却没有。`);
        await ending(scene, ['1 没有回声', `1 迟到 ${a}`, `2 ${b}`, `3 ${c}`], 1);
      },
    },
    {
      id: 'each',
      title: '每一声都及时：依次打印，退出码 0',
      async run(stage) {
        const found = depths(stage, 3);
        const scene = await open(stage, 3);
        for (const [index, depth] of found.entries()) {
          await scene.seabed.send(`echo ${index + 1} ${depth}`, await heard(scene, index + 1, 'says-nothing'));
          await printed(scene, `${index + 1} ${depth}`, 'says-nothing');
        }
        await ending(scene, found.map((depth, index) => `${index + 1} ${depth}`), 0);
      },
    },
    {
      id: 'duplicate',
      title: '同一个回声来两次：只打印一次，及时的、迟到的都一样',
      async run(stage) {
        const [a, b, c, d] = depths(stage, 4);
        const scene = await open(stage, 4);
        const { seabed } = scene;
        await seabed.send(`echo 1 ${a}`, await heard(scene, 1, 'says-nothing'));
        const second = await heard(scene, 2, 'says-nothing');
        await seabed.send(`echo 1 ${a}`, second);
        seabed.ignore('第 2 声先不答，等它超时');
        const third = await heard(scene, 3, 'late-disturbs');
        for (let copy = 0; copy < 2; copy += 1) await seabed.send(`echo 2 ${b}`, third);
        await seabed.send(`echo 3 ${c}`, third);
        await seabed.send(`echo 4 ${d}`, await heard(scene, 4, 'late-disturbs'));
        await ending(scene, [`1 ${a}`, '2 没有回声', `2 迟到 ${b}`, `3 ${c}`, `4 ${d}`], 1, 'duplicate-counted');
      },
    },
    {
      id: 'number',
      title: '号码整个比较：11 不是 1；还没有叫过的不理会',
      async run(stage) {
        const found = depths(stage, 12);
        const scene = await open(stage, 12);
        const { seabed, program } = scene;
        for (const [index, depth] of found.entries()) {
          const number = index + 1;
          const asked = await heard(scene, number, 'future-counted');
          // 不对的在先，真正的在后：等真正的打印出来，才断定不对的没有被当真。
          if (number === 1) for (const early of [12, 10, 99]) await seabed.send(`echo ${early} 5`, asked);
          if (number >= 11) await seabed.send(`echo ${number - 10} 6`, asked);
          await seabed.send(`echo ${number} ${depth}`, asked);
          const settled = (): boolean => program.lines.includes(`${number} ${depth}`) || program.lines.some((line) => /^\d/.test(line) && / [56]$/.test(line));
          await stage.until(settled, `打印一行「${number} ${depth}」`, 'says-nothing');
          const wrong = program.lines.find((line) => /^\d/.test(line) && / [56]$/.test(line));
          if (wrong) stage.fail(wrong.endsWith(' 5') && !wrong.startsWith('1 ') ? 'future-counted' : wrong.endsWith(' 6') && /^[12] /.test(wrong) ? 'duplicate-counted' : 'credited', `程序打印了「${wrong}」，这个深度不是它的。`);
        }
        await ending(scene, found.map((depth, index) => `${index + 1} ${depth}`), 0);
      },
    },
    {
      id: 'undisturbed',
      title: '迟到的回声不取消眼下这一声的计时器，也不让它从头再来',
      async run(stage) {
        const [a] = depths(stage, 1);
        const scene = await open(stage, 2);
        const { program, seabed } = scene;
        await heard(scene, 1, 'says-nothing');
        const second = await heard(scene, 2, 'waits-for-ever');
        await stage.pause(disturbAfterMs);
        await seabed.send(`echo 1 ${a}`, second);
        await stage.until(() => program.lines.includes('2 没有回声') || program.exited, '打印一行「2 没有回声」', () => blame(program, `1 迟到 ${a}`, 'late-disturbs'));
        if (!program.lines.includes('2 没有回声')) stage.fail(blame(program, `1 迟到 ${a}`, 'late-disturbs'), '第 2 声没有回声，程序却没有这样说。');
        await stage.until(() => program.exited, '程序自己结束', 'never-ends');
        const sentAt = program.sendTimesMs[1];
        if (sentAt === undefined || program.exitMs === undefined) return;
        const waited = Math.round(program.exitMs - sentAt);
        if (waited < leastWaitMs) stage.fail('gives-up-early', `第 2 声只等了 ${waited} 毫秒。`);
        if (waited > mostWaitMs) stage.fail('starts-again', `第 2 声等了 ${waited} 毫秒；迟到的回声是在它叫出 ${disturbAfterMs} 毫秒之后来的。`);
      },
    },
    {
      id: 'silence',
      title: '一声也没有回声：每一声等满 1 秒，退出码 1',
      async run(stage) {
        const scene = await open(stage, 2);
        const { program } = scene;
        await heard(scene, 1, 'says-nothing');
        await heard(scene, 2, 'waits-for-ever');
        await stage.until(() => program.exited, '程序自己结束', 'waits-for-ever');
        await ending(scene, ['1 没有回声', '2 没有回声'], 1);
        const [first, second] = program.sendTimesMs;
        if (first === undefined || second === undefined) return;
        const waited = Math.round(second - first);
        if (waited < leastWaitMs) stage.fail('gives-up-early', `两声之间只隔了 ${waited} 毫秒。`);
        if (waited > mostWaitMs) stage.fail('waits-too-long', `两声之间隔了 ${waited} 毫秒。`);
      },
    },
  ],
};

export default exercise;
