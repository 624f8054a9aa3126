/** 02-tcp/1-shared-global 的检查：检查扮演几个同时说话的客户端，看每个人拿回的是不是自己的话。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { firstDifference } from '../../../../kit/trace.ts';

const byHand = [
  'npx tsx {file} 12000',
  '再开两个终端，各运行：npx tsx chapters/02-tcp/exercises/talker.ts 12000',
  '两边轮流打字，每行按回车；然后在一边按 Ctrl-D，看它拿回了什么',
];

/** 把「安静了一会儿」当作说完的程序，在这么久的停顿里会露出来。 */
const silenceMs = 500;
/** 长的录音，字节：内核的缓冲区装不下，要分好几次才送得完。 */
const longLength = 8_000_000;

/** 一个来录音的人，和他说过的话。 */
interface Speaker {
  peer: TcpPeer;
  words: string[];
  finished: boolean;
}

interface Scene {
  stage: Stage;
  program: Answer;
  port: number;
  speakers: Speaker[];
}

async function open(stage: Stage): Promise<Scene> {
  const program = stage.start([await unusedPort()]);
  return { stage, program, port: await stage.listening(program), speakers: [] };
}

async function arrive(scene: Scene, name: string): Promise<Speaker> {
  const speaker = { peer: await scene.stage.tcpClient(name, scene.port), words: [], finished: false };
  scene.speakers.push(speaker);
  return speaker;
}

/** 说一句；程序读走了才往下，所以几个人说话的先后就是程序听到的先后。 */
async function says({ peer, words }: Speaker, word: string): Promise<void> {
  words.push(word);
  await peer.write(`${word} `);
  await peer.read();
}

const speech = ({ words }: Speaker): string => words.map((word) => `${word.toUpperCase()} `).join('');

/** 还没有说完，却收到了东西的人。 */
function surprised({ speakers }: Scene): Speaker | undefined {
  return speakers.find(({ finished, peer }) => !finished && (peer.received.length > 0 || peer.ended));
}

/** 说完了，应当拿回自己的全部，然后是 FIN。 */
async function finishes(scene: Scene, speaker: Speaker): Promise<void> {
  const { stage, program } = scene;
  const { peer } = speaker;
  const expected = speech(speaker);
  const early = peer.ended || peer.errored !== undefined;
  if (early) await stage.intact(program);
  if (early && peer.text === '') stage.fail('cut-off', `${peer.name}还没有说完，连接就断了。`);
  peer.end();
  speaker.finished = true;
  await stage.until(() => peer.ended || peer.errored || surprised(scene), `${peer.name}拿回录音，然后是 FIN`, () => unanswered(scene, speaker, expected), program);
  await stage.intact(program);
  const other = surprised(scene);
  if (other) stage.fail(disturbed(other), `${other.peer.name}还没有说完，却收到了「${other.peer.text}」${other.peer.ended ? '和 FIN' : ''}。`);
  const different = firstDifference(expected, peer.received);
  if (different && !peer.errored) stage.fail(misheard(scene, speaker, expected), `${peer.name}拿回的不是自己说的。\n${different}`);
  if (peer.errored) stage.fail('cut-off', `${peer.name}送了 FIN 之后，连接断了（${peer.errored}）。`);
}

/** 没有说完就收到的，是自己说的话，还是别人的，还是什么也没有、只是断开。 */
function disturbed(speaker: Speaker): string {
  if (speaker.peer.text === '') return 'cut-off';
  return speech(speaker).startsWith(speaker.peer.text) ? 'speaks-early' : 'wrong-person';
}

/** 没有等到 FIN。 */
function unanswered({ speakers }: Scene, speaker: Speaker, expected: string): string {
  const others = speakers.filter((other) => other !== speaker && !other.finished);
  if (speaker.peer.text === expected && speaker.finished) return expected === '' ? 'ignores-silent' : 'no-fin';
  return others.length > 0 && speaker.peer.text === '' ? 'one-at-a-time' : 'no-answer';
}

/** 拿回的和说过的不一样。 */
function misheard({ speakers }: Scene, speaker: Speaker, expected: string): string {
  const got = speaker.peer.text;
  const others = speakers.filter((other) => other !== speaker).flatMap(({ words }) => words);
  if (others.some((word) => got.includes(`${word.toUpperCase()} `))) return 'mixed';
  if (got === '' && speakers.length === 1) return 'closed-too-early';
  return expected.includes(got) ? 'loses-words' : 'wrong-answer';
}

const exercise: Exercise = {
  title: '串了线的录音棚',
  startDiagnosis: 'wrong-person',
  diagnoses: {
    mixed: {
      cause: '一个人的录音里有别人的话：几个连接共用了一个变量。IP 地址也分不开它们，从同一台机器来的都一样。每个连接要有自己的一份，写在接受连接的函数里面。',
      section: '/02-tcp/#server-3',
      reproduce: byHand,
    },
    'wrong-person': {
      cause: '应答送给了别人：「现在的连接」记在一个共用的变量里，后来的人一连上，它就换成了后来的人。应答要写给说完话的那个连接自己。',
      section: '/02-tcp/#sockets',
      reproduce: byHand,
    },
    'loses-words': {
      cause: '少了一部分：别人来了、说完了或者走了，把你的录音也清掉了；或者只听了第一块、只留下了最后一块。',
      section: '/02-tcp/#server-3',
      reproduce: byHand,
    },
    'one-at-a-time': {
      cause: '有人说完了，却要等先来的人说完才轮得到。一次只接待一个人，确实不会串，可是一个不说话的客户端就能让所有的人等着。',
      section: '/02-tcp/#predict',
      reproduce: byHand,
    },
    'no-answer': {
      cause: '客户端送了 FIN，没有拿回录音和 FIN。听 `\'end\'`，在那里用 `end` 把录音送出去；没有人读走前面的字节，`\'end\'` 就不会来。',
      section: '/02-tcp/#server-5',
      reproduce: byHand,
    },
    'no-fin': {
      cause: '录音送还了，后面却没有 FIN：最后一次要用 `end`，不用 `write`。',
      section: '/02-tcp/#server-5',
      reproduce: byHand,
    },
    'ignores-silent': {
      cause: '一个字也没有说就送了 FIN 的人，没有收到 FIN：他没有话可以送还，也要 `end`，不然他一直等着。',
      section: '/02-tcp/#server-5',
      reproduce: byHand,
    },
    'speaks-early': {
      cause: '客户端还没有说完，就收到了自己的话。要等它的 FIN（`\'end\'`）到了再送：不是来一块送一块，安静了一会儿也不是说完。',
      section: '/02-tcp/#exercise-1',
      reproduce: byHand,
    },
    'closed-too-early': {
      cause: '客户端只收到 FIN，录音没有送出来：写的时候连接已经关上了。`for await`（`stream/consumers` 里的 `text` 也是）读完一个连接会把它整个关掉，要在关掉之前写，或者改用 `\'end\'`；`allowHalfOpen` 也要设成 `true`。',
      section: '/02-tcp/#server-5',
      reproduce: byHand,
    },
    'cut-off': {
      cause: '连接断得太早：客户端还没有说完，或者录音还没有送完。送完再关用 `end`，不用 `destroy`；同时来几个人，也不要拒绝。',
      section: '/02-tcp/#server-5',
      reproduce: byHand,
    },
    'wrong-answer': {
      cause: '拿回的和题目说的不一样：说过的全部接起来，变成大写，不添一个字，空格也不动；别的什么也不送。',
      section: '/02-tcp/#exercise-1',
      reproduce: byHand,
    },
  },
  checks: [
    {
      id: 'alone',
      title: '一个人来录：分几次说，全部拿回来',
      async run(stage) {
        const scene = await open(stage);
        const speaker = await arrive(scene, '甲');
        for (const word of stage.random.words(3)) await says(speaker, word);
        await finishes(scene, speaker);
      },
    },
    {
      id: 'interleaved',
      title: '几个人轮流说：各拿各的，谁先说完谁先拿',
      async run(stage) {
        const scene = await open(stage);
        const speakers = [await arrive(scene, '甲'), await arrive(scene, '乙'), await arrive(scene, '丙')] as const;
        const [first, second, third] = speakers;
        for (const word of stage.random.words(6)) await says(speakers[stage.random.integer(0, 2)]!, word);
        for (const [index, word] of stage.random.words(3).entries()) await says(speakers[index]!, `${word}${'abc'[index]!}`);
        await finishes(scene, first);
        // 第一个坐下的走了，再来一个：他的带子不能是别人的。
        const fourth = await arrive(scene, '丁');
        await says(fourth, `${stage.random.word()}d`);
        await finishes(scene, fourth);
        await finishes(scene, third);
        await finishes(scene, second);
      },
    },
    {
      id: 'unhurried',
      title: '先来的说到一半停着，后来的说完就拿到；先来的接着说',
      async run(stage) {
        const scene = await open(stage);
        const [before, after, ...words] = stage.random.words(6) as [string, string, ...string[]];
        const slow = await arrive(scene, '说得慢的人');
        await says(slow, before);
        await stage.pause(silenceMs);
        for (const [index, word] of words.entries()) {
          const quick = await arrive(scene, `后来的第 ${index + 1} 个人`);
          await says(quick, word);
          await finishes(scene, quick);
        }
        await says(slow, after);
        await arrive(scene, '刚坐下的人');
        await finishes(scene, slow);
      },
    },
    {
      id: 'long',
      title: '很长的录音，客户端读得慢，也一个字不少',
      async run(stage) {
        const scene = await open(stage);
        const speaker = await arrive(scene, '话很多的人');
        const { peer } = speaker;
        const word = stage.random.word();
        speaker.words.push(word.repeat(Math.ceil(longLength / word.length)));
        peer.pause();
        // 不等写完：不读的服务端会让它一直写不完。
        void peer.write(`${speaker.words[0]} `);
        peer.end();
        speaker.finished = true;
        // 程序听到 FIN 就开始送；这时停下不读，它一次送不完。
        await peer.endRead();
        await stage.pause(50);
        peer.resume();
        const expected = speech(speaker);
        const awaited = `${peer.name}拿回录音，然后是 FIN`;
        const miss = (): string => unanswered(scene, speaker, expected);
        await stage.receives(peer, expected.length, awaited, miss, scene.program);
        await stage.until(() => peer.ended || peer.errored, awaited, miss, scene.program);
        await stage.intact(scene.program);
        const seen = `录音有 ${expected.length} 字节，${peer.name}只拿回 ${peer.received.length} 字节`;
        if (peer.errored || (peer.received.length < expected.length && expected.startsWith(peer.text))) stage.fail('cut-off', `${seen}，连接就关上了。`);
        const different = firstDifference(expected, peer.received);
        if (different) stage.fail(misheard(scene, speaker, expected), `${peer.name}拿回的不是自己说的。\n${different}`);
      },
    },
    {
      id: 'silent',
      title: '一个字也没有说的人，只拿到 FIN，别人的录音不少',
      async run(stage) {
        const scene = await open(stage);
        const [one, two, three] = stage.random.words(3) as [string, string, string];
        const talking = await arrive(scene, '说话的人');
        await says(talking, one);
        await says(talking, two);
        await finishes(scene, await arrive(scene, '一个字也没有说的人'));
        await says(talking, three);
        await finishes(scene, talking);
      },
    },
  ],
};

export default exercise;
