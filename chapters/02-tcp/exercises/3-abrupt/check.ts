/** 02-tcp/3-abrupt 的检查：检查扮演好几个客户端，有人在各种时候断开（RST），看别人还好不好。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import { NotPassed, type Exercise, type Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { firstDifference } from '../../../../kit/trace.ts';

const rude = 'npx tsx chapters/02-tcp/exercises/3-abrupt/rude-client.ts 12000';
const talkingByHand = ['npx tsx {file} 12000', `${rude} hello`];
const silentByHand = ['npx tsx {file} 12000', `再开一个终端，运行几次：${rude}`];
const talker = 'npx tsx chapters/02-tcp/exercises/talker.ts 12000';
const politeByHand = ['npx tsx {file} 12000', `再开一个终端：${talker}`, '打几行字，再按 Ctrl-D'];

/** 很长的一段话，字节：应答送不完，内核的缓冲区装不下。 */
const longLength = 8_000_000;

/** 因为连接断开而来的错误；别的崩溃另有原因，不算在这里。 */
const brokenConnection = /ECONNRESET|EPIPE|ECONNABORTED|ENOTCONN|ERR_STREAM/;

interface Scene {
  stage: Stage;
  program: Answer;
  port: number;
  /** 已经知道走了的编号。 */
  gone: Set<number>;
}

async function open(stage: Stage): Promise<Scene> {
  const program = stage.start([await unusedPort()]);
  return { stage, program, port: await stage.listening(program), gone: new Set() };
}

/** 以 `word` 开头的行；行末的空格不算。 */
const said = (program: Answer, word: string): string[] => program.lines.filter((line) => line.startsWith(word)).map((line) => line.trimEnd());
const count = (program: Answer, word: string): number => said(program, word).length;

/** 一行打印了不止一次，就是这一行。 */
function repeated(lines: readonly string[]): string | undefined {
  return lines.find((line, index) => lines.indexOf(line) !== index);
}

/** 等不到「走了 N」：程序没了，编号不对，还是真的没有打印。 */
function unseen({ program, gone }: Scene): string {
  if (program.exited) return 'ends-itself';
  const leaving = said(program, '走了');
  if (leaving.some((line) => !/^走了 \d+$/.test(line))) return 'wrong-print';
  const strangers = leaving.filter((line) => !gone.has(Number(line.slice('走了 '.length))));
  return strangers.length > 0 || repeated(said(program, '来了')) ? 'wrong-number' : 'leaving-unseen';
}

/** 做完 `work`；其间程序因为有人断开而崩溃，诊断就是 `diagnosis`。 */
async function surviving({ stage, program }: Scene, diagnosis: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const torn = error instanceof NotPassed && error.diagnosis === 'crashed' && brokenConnection.test(program.crash ?? '');
    if (torn) stage.fail(diagnosis, error.message);
    throw error;
  }
}

/** 旁人先说一句；`disturb` 里有人断开；旁人还说得了话，最后只剩他还坐着。程序因此崩溃，诊断就是 `diagnosis`。 */
async function besides(stage: Stage, diagnosis: string, disturb: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = await open(stage);
  const other = await stage.tcpClient('旁人', scene.port);
  await surviving(scene, diagnosis, async () => {
    await talks(scene, other, stage.random.word(), 'no-echo');
    await disturb(scene);
    await talks(scene, other, stage.random.word(), 'hurts-others');
    await balanced(scene, 1);
  });
}

/** 说一句，应当听到大写的一句；听不到的时候，诊断是 `orElse`。 */
async function talks({ stage, program }: Scene, client: TcpPeer, word: string, orElse: string): Promise<void> {
  const expected = word.toUpperCase();
  const before = client.received.length;
  await client.write(word);
  const miss = (): string => (program.exited ? 'ends-itself' : client.ended || client.errored ? 'hurts-others' : orElse);
  await stage.until(() => client.received.length >= before + expected.length, `${client.name}听到「${expected}」`, miss, program);
  const heard = client.received.subarray(before);
  const different = firstDifference(expected, heard);
  if (different) stage.fail('wrong-echo', `${client.name}听到的不对。\n${different}`);
}

/** 说了很长一段，送了 FIN，可是停着不读：程序知道他说完了，应答还没有送完。 */
async function saysAtLength({ stage }: Scene, client: TcpPeer): Promise<string> {
  const word = stage.random.word();
  const words = word.repeat(Math.ceil(longLength / word.length));
  client.pause();
  // 不等写完：应答送不出去就不再读的程序，会让它一直写不完。
  void client.write(words);
  client.end();
  await client.endRead();
  await stage.pause(50);
  return words;
}

/** 第 `number` 个应当走了。 */
async function left(scene: Scene, number: number): Promise<void> {
  const line = `走了 ${number}`;
  await scene.stage.until(() => said(scene.program, '走了').includes(line), `打印一行「${line}」`, () => unseen(scene), scene.program);
  scene.gone.add(number);
}

/** 来了几个就走了几个（`present` 个还坐着），没有人走两次；最后来的人排在所有断开的人后面，他走了，前面的就都已经领走。 */
async function balanced(scene: Scene, present: number): Promise<void> {
  const { stage, program } = scene;
  const last = await stage.tcpClient('最后来的人', scene.port);
  await talks(scene, last, stage.random.word(), 'hurts-others');
  last.end();
  const miss = (): string => (program.exited ? 'ends-itself' : repeated(said(program, '来了')) ? 'wrong-number' : 'leaving-unseen');
  await stage.until(() => said(program, '走了').includes(`走了 ${count(program, '来了')}`), '最后来的人走了', miss, program);
  await stage.until(() => count(program, '走了') >= count(program, '来了') - present, '断开的人都走了', miss, program);
  // 没有人接住的错误报告过，程序却没有结束：是 uncaughtException 的监听者把它吞了。
  if (program.crash && !program.exited) stage.fail('swallows', `没有人接住的错误被吞掉了：${program.crash}`);
  nobodyTwice(scene);
}

function nobodyTwice({ stage, program }: Scene): void {
  const twice = repeated(said(program, '走了'));
  if (twice) stage.fail('leaves-twice', `「${twice}」打印了不止一行。`);
}

const exercise: Exercise = {
  title: '有人摔门走了',
  startDiagnosis: 'unhandled-error',
  diagnoses: {
    'unhandled-error': {
      cause: '一个客户端断开（RST），整个服务端崩溃了：它的连接套接字没有 `\'error\'` 监听者。`server.on(\'error\')` 听不到这件事，`try` 也接不住：它发生在以后。',
      section: '/02-tcp/#server-3',
      reproduce: talkingByHand,
    },
    swallows: {
      cause: '`process.on(\'uncaughtException\')` 把没有人接住的错误都吞了：这一个连接的 RST 是吞掉了，别处真的出了错，也没有人知道。要由那个连接自己的 `\'error\'` 监听者来接。',
      section: '/02-tcp/#server-3',
      reproduce: talkingByHand,
    },
    'listens-late': {
      cause: '客户端还没有开口就断开（RST），那时还没有人听 `\'error\'`。监听者要在接受连接的回调里当场登记，不能等到第一块数据，也不能放在 `await` 后面。',
      section: '/02-tcp/#server-3',
      reproduce: silentByHand,
    },
    'error-while-answering': {
      cause: '应答正往回送，客户端断开了（RST），整个服务端崩溃。往断开的连接里写，也会得到 `\'error\'`：监听者要从接受连接起一直在，不能登记得晚，也不能中途摘掉。',
      section: '/02-tcp/#server-3',
      reproduce: talkingByHand,
    },
    'ends-itself': {
      cause: '为了一个客户端，程序结束了自己。断开只是他一个人的事，服务端要接着运行。',
      section: '/02-tcp/#server-3',
      reproduce: talkingByHand,
    },
    'hurts-others': {
      cause: '一个客户端断开，连累了别人：别人的连接也断了，或者不再有人回答。出了错只处理出错的那一个连接。',
      section: '/02-tcp/#server-3',
      reproduce: ['npx tsx {file} 12000', `再开一个终端：${talker}`, '打一行字，不要走', `第三个终端：${rude} hello`, '回到第二个终端，再打一行字'],
    },
    'not-listening': {
      cause: '客户端连不上：程序没有在第一个参数说的端口上监听，或者有人断开之后就不再监听了。断开一个连接，不该关上 `server`。',
      section: '/02-tcp/#server-2',
      reproduce: silentByHand,
    },
    'leaving-unseen': {
      cause: '有人走了，却没有打印「走了」。断开（RST）的人没有 `\'end\'`；不论怎样走，最后都有的是 `\'close\'`。',
      section: '/02-tcp/#exercise-3',
      reproduce: talkingByHand,
    },
    'leaves-twice': {
      cause: '同一个人走了两次：`\'error\'`（或 `\'end\'`）之后还有 `\'close\'`，两处都打印了。只在 `\'close\'` 里打印。',
      section: '/02-tcp/#exercise-3',
      reproduce: talkingByHand,
    },
    'wrong-number': {
      cause: '编号不对：走的人和打印的编号不是同一个，或者两个人用了同一个编号。每个连接的编号要记在它自己的变量里，走了也不还。',
      section: '/02-tcp/#server-3',
      reproduce: politeByHand,
    },
    'wrong-echo': {
      cause: '应答的内容不对：来一块，就把这一块变成大写送回去，不添也不减。',
      section: '/02-tcp/#exercise-3',
      reproduce: politeByHand,
    },
    'no-echo': {
      cause: '客户端说了话，没有听到应答。每来一块都要应答，不只是第一块。',
      section: '/02-tcp/#exercise-3',
      reproduce: politeByHand,
    },
    'cut-off': {
      cause: '客户端送了 FIN，应答还没有送完，连接就关上了。它说完了，不是你说完了：FIN 到了用 `end`，不用 `destroy`。`for await` 读完，多数版本的 Node（20、22、26）会把连接整个关掉：用 `iterator({ destroyOnReturn: false })`，或者听 `\'data\'`。',
      section: '/02-tcp/#server-5',
      reproduce: politeByHand,
    },
    'no-fin': {
      cause: '客户端已经送了 FIN，服务端没有送。`allowHalfOpen` 设成 `true` 的，要自己调用 `end()`。',
      section: '/02-tcp/#server-5',
      reproduce: politeByHand,
    },
    'wrong-print': {
      cause: '打印的行和题目说的不一样：每来一个客户端一行「来了 N」，走一个一行「走了 N」，编号从 1 数起，中间一个空格。',
      section: '/02-tcp/#exercise-3',
      reproduce: politeByHand,
    },
  },
  checks: [
    {
      id: 'polite',
      title: '好好走的人：说几句，听几句，送 FIN，走',
      async run(stage) {
        const scene = await open(stage);
        const [first, second] = [await stage.tcpClient('甲', scene.port), await stage.tcpClient('乙', scene.port)];
        await stage.until(() => count(scene.program, '来了') >= 2, '两行「来了」', 'wrong-print', scene.program);
        if (!['来了 1', '来了 2'].every((line) => said(scene.program, '来了').includes(line))) stage.fail('wrong-print', '来了两个客户端，应当有「来了 1」和「来了 2」两行。');
        for (const word of stage.random.words(2)) {
          await talks(scene, first, word, 'no-echo');
          await talks(scene, second, word, 'no-echo');
        }
        const last = stage.random.word();
        await first.write(last);
        first.end();
        await stage.until(() => first.ended, '甲收到 FIN', 'no-fin', scene.program);
        await stage.intact(scene.program);
        if (!first.text.endsWith(last.toUpperCase())) stage.fail('wrong-echo', '甲送 FIN 之前的最后一句没有应答。');
        await left(scene, 1);
        await talks(scene, second, stage.random.word(), 'hurts-others');
        second.end();
        await left(scene, 2);
        nobodyTwice(scene);
      },
    },
    {
      id: 'talking',
      title: '说过话的人断开（RST）：别人接着说，后来的连得上',
      async run(stage) {
        const scene = await open(stage);
        const [rude, other] = [await stage.tcpClient('摔门的人', scene.port), await stage.tcpClient('旁人', scene.port)];
        await surviving(scene, 'unhandled-error', async () => {
          await talks(scene, rude, stage.random.word(), 'no-echo');
          await talks(scene, other, stage.random.word(), 'no-echo');
          rude.reset();
          await left(scene, 1);
          await talks(scene, other, stage.random.word(), 'hurts-others');
          await balanced(scene, 1);
        });
      },
    },
    {
      id: 'silent',
      title: '一个字还没有说就断开（RST），一个接一个',
      async run(stage) {
        await besides(stage, 'listens-late', async (scene) => {
          const seated = await stage.tcpClient('坐下又摔门的人', scene.port);
          await stage.until(() => said(scene.program, '来了').includes('来了 2'), '打印一行「来了 2」', 'wrong-print', scene.program);
          seated.reset();
          await left(scene, 2);
          for (let times = 0; times < 5; times += 1) (await stage.tcpClient('连上就摔门的人', scene.port)).reset();
        });
      },
    },
    {
      id: 'long',
      title: '说了很长一段就送 FIN：应答全部送到，然后是 FIN',
      async run(stage) {
        const scene = await open(stage);
        const client = await stage.tcpClient('话很多的人', scene.port);
        const expected = (await saysAtLength(scene, client)).toUpperCase();
        client.resume();
        const miss = (): string => (client.received.length < expected.length ? 'no-echo' : 'no-fin');
        const awaited = '话很多的人听到全部应答，收到 FIN';
        await stage.receives(client, expected.length, awaited, miss, scene.program);
        await stage.until(() => client.ended || client.errored, awaited, miss, scene.program);
        await stage.intact(scene.program);
        if (client.errored || (client.received.length < expected.length && expected.startsWith(client.text))) stage.fail('cut-off', `应答有 ${expected.length} 字节，只送到 ${client.received.length} 字节，连接就关上了。`);
        const different = firstDifference(expected, client.received);
        if (different) stage.fail('wrong-echo', `话很多的人听到的不对。\n${different}`);
        await left(scene, 1);
      },
    },
    {
      id: 'both',
      title: '先送了 FIN，应答正往回送，又断开（RST）：只走一次',
      async run(stage) {
        await besides(stage, 'error-while-answering', async (scene) => {
          const rude = await stage.tcpClient('说完又摔门的人', scene.port);
          await saysAtLength(scene, rude);
          rude.reset();
          await left(scene, 2);
        });
      },
    },
    {
      id: 'answering',
      title: '应答正往回送的时候断开（RST）',
      async run(stage) {
        await besides(stage, 'error-while-answering', async (scene) => {
          for (let times = 0; times < 5; times += 1) {
            const rude = await stage.tcpClient('说完就摔门的人', scene.port);
            rude.pause();
            await rude.write(stage.random.word().repeat(5_000));
            rude.reset();
          }
        });
      },
    },
  ],
};

export default exercise;
