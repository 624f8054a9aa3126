/** 04-closing/1-swap 的检查：检查扮演几对写信的人，看每个人什么时候收到谁的信。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { firstDifference } from '../../../../kit/trace.ts';

/** 把「安静了一会儿」当作写完的程序，在这么久的停顿里会露出来。 */
const silenceMs = 800;

const talker = 'npx tsx chapters/02-tcp/exercises/talker.ts 12000';
const byHand = ['npx tsx {file} 12000', `再开两个终端，都运行：${talker}`, '各打几行字，先后按 Ctrl-D'];

interface Scene {
  stage: Stage;
  program: Answer;
  port: number;
}

/** 一个写信的人，和他的信。 */
interface Writer {
  peer: TcpPeer;
  letter: Buffer;
}

async function open(stage: Stage): Promise<Scene> {
  const program = stage.start([await unusedPort()]);
  return { stage, program, port: await stage.listening(program) };
}

/** 来一个人；握手完成才返回，所以先来的先被接受。 */
async function arrive({ stage, port }: Scene, name: string, letter: string | Buffer = `${stage.random.word()}，${stage.random.word()}。`): Promise<Writer> {
  return { peer: await stage.tcpClient(name, port), letter: Buffer.from(letter as string) };
}

async function writes({ peer, letter }: Writer): Promise<void> {
  if (letter.length > 0) await peer.write(letter);
  peer.end();
}

/** 一对都写完了：每个人该收到对方的信，然后是 FIN。 */
async function swapped(scene: Scene, one: Writer, other: Writer, short = 'cut-letter'): Promise<void> {
  await gets(scene, one, other, short);
  await gets(scene, other, one, short);
}

async function gets({ stage, program }: Scene, { peer, letter: own }: Writer, { letter }: Writer, short: string): Promise<void> {
  const done = (): boolean => peer.ended || peer.errored !== undefined;
  await stage.until(done, `${peer.name}收到信，然后是 FIN`, () => (peer.received.length > 0 || letter.length === 0 ? 'no-fin' : 'says-nothing'), program);
  const different = firstDifference(letter, peer.received);
  if (!different && peer.ended) return;
  await stage.intact(program);
  stage.fail(misread(peer, letter, own, short), `${peer.name}收到的信不对。\n${different ?? `连接出错：${peer.errored}`}`);
}

/** 收到的和该收到的不一样：看它像哪一种误解。 */
function misread({ received }: TcpPeer, letter: Buffer, own: Buffer, short: string): string {
  if (received.length === 0) return 'first-gets-nothing';
  if (received.equals(own)) return 'own-letter';
  const [head, tail] = [letter.subarray(0, received.length), letter.subarray(-received.length)];
  if (received.length < letter.length && (received.equals(head) || received.equals(tail))) return short;
  const isText = letter.equals(Buffer.from(letter.toString('utf8')));
  return received.includes('\uFFFD') || !isText ? 'changed-bytes' : 'wrong-partner';
}

/** 还没有都写完：谁也不该收到什么。 */
function nothingYet({ stage }: Scene, pair: Writer[], strangers: Writer[]): void {
  for (const { peer } of pair) {
    if (strangers.some(({ letter }) => letter.equals(peer.received))) stage.fail('wrong-partner', `${peer.name}收到的是别的对的信。`);
    if (peer.received.length > 0) stage.fail('too-early', `${peer.name}那一对还没有都写完，他已经收到 ${peer.received.length} 字节。`);
    if (peer.ended || peer.errored) stage.fail('first-gets-nothing', `${peer.name}那一对还没有都写完，他还没有收到信，连接已经说完了。`);
  }
}

const exercise: Exercise = {
  title: '交换信',
  startDiagnosis: 'first-gets-nothing',
  diagnoses: {
    'first-gets-nothing': {
      cause: '信还没有到，这一头的 FIN 已经送出：不写 `allowHalfOpen`，`\'end\'` 的监听者一返回，Node 就替你说完了；写了它，也不要在自己的话说完之前 `end()`。',
      section: '/04-closing/#half-close',
      reproduce: byHand,
    },
    'too-early': {
      cause: '一对里还有人没有写完，信已经送出去了。两个 FIN 都到了才能送。',
      section: '/04-closing/#exercise-1',
      reproduce: byHand,
    },
    'no-fin': {
      cause: '信送到了，后面却没有 FIN。`allowHalfOpen` 以后 Node 不再替你说完：最后一次用 `end`，不用 `write`。',
      section: '/04-closing/#server-5',
      reproduce: byHand,
    },
    'says-nothing': {
      cause: '两个人都写完了，信却没有送出。每个人的 `\'end\'` 都要听；没有人读走前面的字节，`\'end\'` 也不会来。',
      section: '/04-closing/#server-5',
      reproduce: byHand,
    },
    'own-letter': {
      cause: '送回去的是他自己的信：要送另一个人的。',
      section: '/04-closing/#exercise-1',
      reproduce: byHand,
    },
    'cut-letter': {
      cause: '信少了一截：一封信可能分几块到，中间也可能停一会儿；到 FIN 为止的每一块都要留着，接在一起。',
      section: '/02-tcp/#client-5',
      reproduce: byHand,
    },
    'changed-bytes': {
      cause: '信的字节变了：它不一定是文字，也可能在一个汉字中间断成两块。不要解码，字节怎样来就怎样去。',
      section: '/04-closing/#server-4',
      reproduce: byHand,
    },
    'wrong-partner': {
      cause: '收到的不是笔友的信：几对人的信混在一起了。每一对的连接和信要放在它自己的变量里。',
      section: '/02-tcp/#server-3',
      reproduce: ['npx tsx {file} 12000', `再开四个终端，依次运行：${talker}`, '各打一行字，再按 Ctrl-D，看谁收到谁的'],
    },
    torn: {
      cause: '一封长信只送出前一截，连接就断了：`destroy()` 不等还在 Node 手里的字节。用 `end()`，它送完才说完。',
      section: '/04-closing/#ways',
      reproduce: byHand,
    },
  },
  checks: [
    {
      id: 'fair',
      title: '先写完的人等着，另一对先换完；后来的人写完了，两封信都送到',
      async run(stage) {
        const scene = await open(stage);
        const [first, second] = [await arrive(scene, '甲'), await arrive(scene, '乙')];
        await writes(first);
        const [third, fourth] = [await arrive(scene, '丙'), await arrive(scene, '丁')];
        await writes(third);
        await writes(fourth);
        // 丙和丁换完，甲的 FIN 一定早就处理过了；换不完，多半也是因为甲的那一步。
        await stage.until(() => (third.peer.ended && fourth.peer.ended) || first.peer.ended || second.peer.received.length > 0, '丙和丁换完信', () => (third.peer.received.length > 0 ? 'no-fin' : 'says-nothing'), scene.program);
        await stage.intact(scene.program);
        if (third.peer.received.equals(third.letter) && third.peer.ended) stage.fail('own-letter', '丙收到的是他自己的信。');
        nothingYet(scene, [first, second], [third, fourth]);
        await swapped(scene, third, fourth);
        await writes(second);
        await swapped(scene, first, second);
      },
    },
    {
      id: 'pieces',
      title: '信断成几块，写到一半歇一会儿：一个字节不少',
      async run(stage) {
        const scene = await open(stage);
        const [first, second] = [await arrive(scene, '甲', Buffer.from('见字如面')), await arrive(scene, '乙', '')];
        await writes(second);
        await first.peer.writeSplit(first.letter, [1, 5, 9]);
        await stage.pause(silenceMs);
        const more = stage.random.word();
        first.letter = Buffer.concat([first.letter, Buffer.from(more)]);
        await first.peer.write(more);
        first.peer.end();
        await gets(scene, second, first, 'cut-letter');
        await stage.until(() => first.peer.ended, '甲收到一封空信，只有 FIN', 'no-fin', scene.program);
        if (first.peer.received.length > 0) stage.fail('own-letter', `乙的信是空的，甲却收到 ${first.peer.received.length} 字节。`);
      },
    },
    {
      id: 'bytes',
      title: '信不是文字：字节不变',
      async run(stage) {
        const scene = await open(stage);
        const letter = Buffer.from([0xff, 0x00, 0xe4, 0xb8, stage.random.integer(0, 255), 0x0a]);
        const [first, second] = [await arrive(scene, '甲', letter), await arrive(scene, '乙')];
        await writes(first);
        await writes(second);
        await swapped(scene, first, second);
      },
    },
    {
      id: 'long',
      title: '一封八百万字节的信：送完才说完',
      async run(stage) {
        const scene = await open(stage);
        const long = Buffer.alloc(8_000_000, `${stage.random.word()} `);
        const [first, second] = [await arrive(scene, '甲', long), await arrive(scene, '乙')];
        await writes(first);
        await writes(second);
        await stage.receives(second.peer, long.length, '乙收到长信', () => (second.peer.received.length > 0 ? 'torn' : 'says-nothing'), scene.program);
        await swapped(scene, first, second, 'torn');
      },
    },
    {
      id: 'abrupt',
      title: '有人写到一半断开（RST）：别的对照常换信',
      async run(stage) {
        const scene = await open(stage);
        const [first] = [await arrive(scene, '甲'), await arrive(scene, '乙')];
        await first.peer.write(first.letter);
        await first.peer.read();
        first.peer.reset();
        const [third, fourth] = [await arrive(scene, '丙'), await arrive(scene, '丁')];
        await writes(third);
        await writes(fourth);
        await swapped(scene, third, fourth);
      },
    },
  ],
};

export default exercise;
