/** 02-tcp/5-at-most-three 的检查：检查扮演来来去去的客户端，看椅子数得对不对。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { firstDifference } from '../../../../kit/trace.ts';

const maxSeated = 3;
const refusal = '人满了';
/** 抢着说的话有这么长，字节：内核的缓冲区装不下，不读走就送不完。 */
const eagerLength = 8_000_000;

const talker = 'npx tsx chapters/02-tcp/exercises/talker.ts 12000';
const byHand = ['npx tsx {file} 12000', `再开四个终端，各运行：${talker}`, '前三个打字有回声；第四个应当听到「人满了」，然后结束'];
const leavingByHand = ['npx tsx {file} 12000', `再开三个终端，各运行：${talker}`, '其中一个按 Ctrl-D，再运行一次，应当又坐得下'];
const abruptByHand = ['npx tsx {file} 12000', '再开一个终端，运行几次：npx tsx chapters/02-tcp/exercises/3-abrupt/rude-client.ts 12000', '每一次都应当先是「在座 1」，再是「在座 0」'];

interface Scene {
  stage: Stage;
  program: Answer;
  port: number;
  /** 坐着的人，按坐下的先后。 */
  seated: TcpPeer[];
  /** 有人坐下、有人走开，一共几次：「在座 N」应当打印了这么多行。 */
  changes: number;
  /** 被请回去过几个人。 */
  turnedAway: number;
}

/** 启动程序，坐下三个人。 */
async function full(stage: Stage): Promise<Scene> {
  const program = stage.start([await unusedPort()]);
  const scene = { stage, program, port: await stage.listening(program), seated: [], changes: 0, turnedAway: 0 };
  for (const name of ['甲', '乙', '丙']) await sits(scene, name);
  return scene;
}

const counts = (program: Answer): string[] => program.lines.filter((line) => line.startsWith('在座'));

/** 「在座 N」里最后一个 N；一行也没有就是 `undefined`。 */
function lastCount(program: Answer): number | undefined {
  const [last] = counts(program).slice(-1);
  return last === undefined ? undefined : Number(/^在座 (-?\d+)\s*$/.exec(last)?.[1] ?? Number.NaN);
}

/** 终端上最后一行该是「在座 N」，N 是坐着的人数；`tooMany` 和 `tooFew` 是数多了、数少了的诊断。 */
async function counted({ stage, program, seated, turnedAway }: Scene, tooMany: string, tooFew: string): Promise<void> {
  const miss = (): string => {
    const shown = lastCount(program);
    if (shown === undefined) return 'prints-nothing';
    // 多出来的不超过被请回去的人数：也许把他们也数进去了。
    if (turnedAway > 0 && shown > seated.length && shown <= seated.length + turnedAway) return 'counts-the-refused';
    return shown > seated.length ? tooMany : shown < seated.length ? tooFew : 'wrong-print';
  };
  await stage.until(() => lastCount(program) === seated.length, `打印一行「在座 ${seated.length}」`, miss, program);
}

/** 来一个人，坐得下；说一句，有回声。`orElse` 是坐不下的诊断。 */
async function sits(scene: Scene, name: string, orElse = 'refuses-too-early'): Promise<void> {
  const peer = await scene.stage.tcpClient(name, scene.port);
  scene.seated.push(peer);
  scene.changes += 1;
  await talks(scene, peer, orElse);
  // 有人走过以后少了，是走的那一位减了不止一次：刚才那一行也许只是路过。
  await counted(scene, 'wrong-count', orElse === 'refuses-too-early' ? 'wrong-count' : 'frees-twice');
}

/** 说一句，应当听到大写的一句；听不到的时候，诊断是 `orElse`。 */
async function talks({ stage, program }: Scene, peer: TcpPeer, orElse: string): Promise<void> {
  const word = stage.random.word();
  const before = peer.received.length;
  await peer.write(word);
  const gone = (): boolean => peer.ended || peer.errored !== undefined;
  const heard = (): Buffer => peer.received.subarray(before);
  await stage.until(() => heard().length >= word.length, `${peer.name}听到「${word.toUpperCase()}」`, () => (gone() || orElse === 'hurts-others' ? orElse : 'no-echo'), program);
  if (heard().toString().startsWith(refusal)) stage.fail(orElse, `${peer.name}没有听到回声，听到的是「${refusal}」。`);
  const different = firstDifference(word.toUpperCase(), heard());
  if (different) stage.fail('wrong-echo', `${peer.name}听到的不对。\n${different}`);
}

/** 来一个人，坐不下：听到「人满了」，收到 FIN。`orElse` 是竟然坐下了的诊断，`reset` 是没有听到就断开的诊断。 */
async function refused(scene: Scene, peer: TcpPeer, orElse = 'admits-the-fourth', reset = 'not-told'): Promise<void> {
  const { stage, program } = scene;
  const seatedToo = (): boolean => (lastCount(program) ?? 0) > scene.seated.length;
  const miss = (): string => {
    if (peer.text !== '') return peer.text.trimEnd() === refusal ? 'no-fin' : 'wrong-words';
    return lastCount(program) === scene.seated.length ? 'not-told' : 'counts-the-refused';
  };
  await stage.until(() => peer.ended || peer.errored || seatedToo(), `${peer.name}听到「${refusal}」，收到 FIN`, miss, program);
  await stage.intact(program);
  if (seatedToo()) await unexpected(scene, peer, orElse);
  if (peer.errored) stage.fail(peer.text === '' ? reset : 'message-lost', `${peer.name}没有等到 FIN，连接就断了（${peer.errored}）。`);
  if (peer.text === '') stage.fail('not-told', `${peer.name}只收到 FIN，没有听到「${refusal}」。`);
  scene.turnedAway += 1;
  if (peer.text === refusal) stage.fail('no-newline', `${peer.name}听到的「${refusal}」末尾没有换行。`);
  const different = firstDifference(`${refusal}\n`, peer.text);
  if (different) stage.fail('wrong-words', `${peer.name}听到的不对。\n${different}`);
}

/** 椅子都坐着人，新来的却让「在座 N」变大了：他真的坐下了，还是只是算错了数？让他说一句就知道。 */
async function unexpected({ stage, program }: Scene, peer: TcpPeer, orElse: string): Promise<never> {
  const shown = `椅子都坐着人，${peer.name}来了，程序却打印了「在座 ${lastCount(program)}」`;
  await peer.write(stage.random.word());
  await stage.until(() => peer.text !== '' || peer.ended || peer.errored, `${peer.name}听到什么`, 'not-told', program);
  if (peer.text.startsWith(refusal)) return stage.fail('counts-the-refused', `${shown}，然后请他回去。`);
  return stage.fail(orElse, `${shown}，他真的坐下了。`);
}

/** 坐着的人都还在，都还有回声。 */
async function undisturbed(scene: Scene): Promise<void> {
  for (const peer of scene.seated) await talks(scene, peer, 'hurts-others');
  const { stage, program, seated, changes } = scene;
  const lines = counts(program);
  if (lines.length <= changes || lastCount(program) !== seated.length) return;
  stage.fail('prints-too-often', `有人坐下、走开，一共 ${changes} 次，以「在座」开头的话却有 ${lines.length} 行：${lines.join('，')}。`);
}

/** 第 `index` 个坐着的人要走了，从名单上划掉。 */
function departing(scene: Scene, index: number): TcpPeer {
  scene.changes += 1;
  return scene.seated.splice(index, 1)[0]!;
}

/** 第 `index` 个坐着的人好好地走（FIN）。 */
async function leaves(scene: Scene, index: number): Promise<void> {
  const peer = departing(scene, index);
  peer.end();
  await scene.stage.until(() => peer.ended, `${peer.name}收到 FIN`, 'no-fin-back', scene.program);
  await counted(scene, 'never-frees', 'frees-twice');
}

/** 第 `index` 个坐着的人断开（RST）。 */
async function breaks(scene: Scene, index: number): Promise<void> {
  const peer = departing(scene, index);
  peer.reset();
  await counted(scene, 'never-frees-after-reset', 'frees-twice');
}

/** 第 `index` 个坐着的人说了很多话，送了 FIN，不等应答送完又断开（RST）：两样都有，走的还是一个人。 */
async function leavesAndBreaks(scene: Scene, index: number): Promise<void> {
  const peer = departing(scene, index);
  peer.pause();
  void peer.write('x'.repeat(eagerLength));
  peer.end();
  await peer.endRead();
  await scene.stage.pause(50);
  peer.reset();
  await counted(scene, 'never-frees-after-reset', 'frees-twice');
}

const exercise: Exercise = {
  title: '只有三把椅子',
  startDiagnosis: 'admits-the-fourth',
  diagnoses: {
    'admits-the-fourth': {
      cause: '已经坐了三个人，第四个也坐下了。接受连接以后先看坐着几个人，满了三个就不让坐。',
      section: '/02-tcp/#exercise-5',
      reproduce: byHand,
    },
    'refuses-too-early': {
      cause: '椅子还有空的，新来的却没有坐下。坐得下三个人，第三个也要让他坐。',
      section: '/02-tcp/#exercise-5',
      reproduce: byHand,
    },
    'not-told': {
      cause: '坐不下的人没有听到「人满了」。`maxConnections` 和 `destroy` 都不说话；也不能让他在门口干等。要先接受连接，才能告诉他。',
      section: '/02-tcp/#server-5',
      reproduce: byHand,
    },
    'not-listening': {
      cause: '客户端连不上：程序没有在第一个参数说的端口上监听，或者满了以后就不再监听了。满了也要接受连接，才能告诉新来的人。',
      section: '/02-tcp/#server-2',
      reproduce: byHand,
    },
    'wrong-words': {
      cause: '坐不下的人听到的不是一行「人满了」：不添也不减，它说的话也不应答。',
      section: '/02-tcp/#exercise-5',
      reproduce: byHand,
    },
    'no-newline': {
      cause: '坐不下的人听到的「人满了」末尾没有换行。TCP 没有边界，一行到哪里为止，要由换行来说。',
      section: '/02-tcp/#exercise-5',
      reproduce: byHand,
    },
    'no-fin': {
      cause: '坐不下的人听到了「人满了」，没有收到 FIN。说完要用 `end`，不用 `write`，他才知道不必再等。',
      section: '/02-tcp/#server-5',
      reproduce: byHand,
    },
    'message-lost': {
      cause: '坐不下的人抢着说了话，程序没有读走就把连接关掉，内核改发了 RST。用 `end` 说完，再用 `resume` 把他的话读走，不要 `destroy`。',
      section: '/02-tcp/#server-5',
      reproduce: byHand,
    },
    'never-frees': {
      cause: '坐着的人走了（FIN），椅子没有空出来：数只加不减，或者减在了不会来的事件里。',
      section: '/02-tcp/#exercise-5',
      reproduce: leavingByHand,
    },
    'never-frees-after-reset': {
      cause: '坐着的人断开（RST），椅子没有空出来。断开的人没有 `\'end\'`；不论怎样走，最后都有的是 `\'close\'`。',
      section: '/02-tcp/#server-3',
      reproduce: abruptByHand,
    },
    'frees-twice': {
      cause: '一个人走，空出了不止一把椅子：`\'end\'` 或 `\'error\'` 之后还有 `\'close\'`，两处都减了。',
      section: '/02-tcp/#exercise-5',
      reproduce: abruptByHand,
    },
    'counts-the-refused': {
      cause: '被请回去的人也算进了数里：他来的时候加了，或者走的时候减了。只数坐着的人。',
      section: '/02-tcp/#exercise-5',
      reproduce: byHand,
    },
    crashed: {
      cause: '程序抛出了没有人接住的错误，屋里的人一个也没剩下。要是对话里刚有人断开（RST），多半是那个连接没有 `\'error\'` 监听者；被请回去的人也会断开，也要听。',
      section: '/02-tcp/#server-3',
      reproduce: abruptByHand,
    },
    'never-reads': {
      cause: '坐不下的人说了很多话，程序一直没有读走：他说不完，也走不掉，连接一直占着。说完「人满了」，用 `resume` 把他的话读走。',
      section: '/02-tcp/#server-5',
      reproduce: byHand,
    },
    'hurts-others': {
      cause: '别人来、走、被请回去，连累了坐着的人：他的连接断了，或者不再有回声。只处理那一个连接。',
      section: '/02-tcp/#server-3',
      reproduce: byHand,
    },
    'no-echo': {
      cause: '坐下的人说了话，没有听到回声。每来一块都要应答，不只是第一块。',
      section: '/02-tcp/#exercise-5',
      reproduce: byHand,
    },
    'wrong-echo': {
      cause: '回声不对：来一块，就把这一块变成大写送给说话的人，不添也不减。',
      section: '/02-tcp/#exercise-5',
      reproduce: byHand,
    },
    'no-fin-back': {
      cause: '坐着的人送了 FIN，没有收到 FIN。`allowHalfOpen` 设成 `true` 的，要自己调用 `end()`。',
      section: '/02-tcp/#server-5',
      reproduce: leavingByHand,
    },
    'wrong-count': {
      cause: '「在座 N」的 N 不是这时坐着的人数。有人坐下就加一，有人走开就减一，然后打印。',
      section: '/02-tcp/#exercise-5',
      reproduce: byHand,
    },
    'prints-nothing': {
      cause: '有人坐下了，终端上没有一行「在座 N」。',
      section: '/02-tcp/#exercise-5',
      reproduce: byHand,
    },
    'prints-too-often': {
      cause: '「在座 N」多打印了：有人坐下一行，有人从椅子上走开一行。被请回去的人来去都不打印，一个人走开也只打印一次。',
      section: '/02-tcp/#exercise-5',
      reproduce: byHand,
    },
    'wrong-print': {
      cause: '打印的行和题目说的不一样：「在座」、一个空格、坐着的人数。',
      section: '/02-tcp/#exercise-5',
      reproduce: byHand,
    },
  },
  checks: [
    {
      id: 'fourth',
      title: '坐下三个，第四个听到「人满了」；坐着的照常说话',
      async run(stage) {
        const scene = await full(stage);
        await refused(scene, await stage.tcpClient('第四个人', scene.port));
        await undisturbed(scene);
        await refused(scene, await stage.tcpClient('又来的一个人', scene.port));
        await undisturbed(scene);
        await counted(scene, 'counts-the-refused', 'counts-the-refused');
      },
    },
    {
      id: 'polite',
      title: '有人好好地走（FIN），椅子空出来一把',
      async run(stage) {
        const scene = await full(stage);
        for (let round = 1; round <= 2; round += 1) {
          await leaves(scene, stage.random.integer(0, maxSeated - 1));
          await sits(scene, `补上来的第 ${round} 个人`, 'never-frees');
          await refused(scene, await stage.tcpClient(`来晚的第 ${round} 个人`, scene.port), 'frees-twice');
          await undisturbed(scene);
        }
      },
    },
    {
      id: 'abrupt',
      title: '有人断开（RST），椅子也空出来一把',
      async run(stage) {
        const scene = await full(stage);
        for (let round = 1; round <= 2; round += 1) {
          await breaks(scene, stage.random.integer(0, maxSeated - 1));
          await sits(scene, `补上来的第 ${round} 个人`, 'never-frees-after-reset');
          await refused(scene, await stage.tcpClient(`来晚的第 ${round} 个人`, scene.port), 'frees-twice');
          await undisturbed(scene);
        }
        while (scene.seated.length > 0) await breaks(scene, 0);
        for (const name of ['丁', '戊', '己']) await sits(scene, name, 'never-frees-after-reset');
      },
    },
    {
      id: 'both',
      title: '送了 FIN，应答没有送完又断开（RST），还是只空出来一把',
      async run(stage) {
        const scene = await full(stage);
        await leavesAndBreaks(scene, stage.random.integer(0, maxSeated - 1));
        await sits(scene, '补上来的人', 'never-frees-after-reset');
        await refused(scene, await stage.tcpClient('来晚的人', scene.port), 'frees-twice');
        await undisturbed(scene);
      },
    },
    {
      id: 'refused',
      title: '被请回去的人，怎样走都不占椅子，也不空出椅子',
      async run(stage) {
        const scene = await full(stage);
        const [polite, rude, lingering] = [await stage.tcpClient('好好走的人', scene.port), await stage.tcpClient('断开的人', scene.port), await stage.tcpClient('赖着不走的人', scene.port)];
        for (const peer of [polite, rude, lingering]) await refused(scene, peer);
        polite.end();
        rude.reset();
        await stage.until(() => polite.closed, `${polite.name}走掉`, 'no-fin', scene.program);
        await undisturbed(scene);
        await counted(scene, 'counts-the-refused', 'counts-the-refused');
        await refused(scene, await stage.tcpClient('再来的人', scene.port), 'counts-the-refused');
        await counted(scene, 'counts-the-refused', 'counts-the-refused');
        await leaves(scene, 0);
        await sits(scene, '补上来的人', 'counts-the-refused');
        await undisturbed(scene);
      },
    },
    {
      id: 'eager',
      title: '坐不下的人抢着说了很多话，照样听到「人满了」和 FIN',
      async run(stage) {
        const scene = await full(stage);
        for (const name of ['第一个抢话的人', '第二个抢话的人']) {
          const peer = await stage.tcpClient(name, scene.port);
          // 不等写完：不读的服务端会让它一直写不完。
          void peer.write('x'.repeat(eagerLength));
          await refused(scene, peer, 'admits-the-fourth', 'message-lost');
          peer.end();
          await stage.until(() => peer.closed, `${name}说完，连接两头都关上`, 'never-reads', scene.program);
          if (peer.errored) stage.fail('message-lost', `${name}收到 FIN 之后，连接被断开了（${peer.errored}）。`);
        }
        await undisturbed(scene);
      },
    },
  ],
};

export default exercise;
