/** 03-framing/1-every-split 的检查：检查扮演发报的人，把电报在每一个字节之间切开，看收到几行应答。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Diagnosis, Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { firstDifference } from '../../../../kit/trace.ts';

const mark = '+++';
const pieces = 'npx tsx chapters/03-framing/exercises/pieces.ts 去连 12000';
const diagnosis = (cause: string, section: string, ...sent: string[]): Diagnosis => ({
  cause,
  section,
  reproduce: ['npx tsx {file} 12000', `再开一个终端，运行：${pieces} ${sent.map((piece) => `"${piece}"`).join(' ')}`],
});

interface Scene {
  stage: Stage;
  program: Answer;
  port: number;
}

async function open(stage: Stage): Promise<Scene> {
  const program = stage.start([await unusedPort()]);
  return { stage, program, port: await stage.listening(program) };
}

/** 一份随机的电报，一到四个词。 */
function telegram(stage: Stage): string {
  return Array.from({ length: stage.random.integer(1, 4) }, () => stage.random.word()).join(' ');
}

const answerTo = (telegrams: readonly string[]): string => telegrams.map((text) => `${text.split(' ').length}\n`).join('');

/** 等到应答齐了，内容要一样；不一样的，诊断是 `orElse`。 */
async function answered({ stage, program }: Scene, peer: TcpPeer, telegrams: readonly string[], orElse: string): Promise<void> {
  const expected = answerTo(telegrams);
  const gone = (): boolean => peer.ended || peer.errored !== undefined;
  await stage.until(() => peer.text.length >= expected.length || gone(), `${peer.name}收到 ${telegrams.length} 行应答`, orElse, program);
  await stage.intact(program);
  const different = firstDifference(expected, peer.received);
  if (different) stage.fail(orElse, `${peer.name}收到的应答不对。\n${different}`);
}

/** 说完了：收到 FIN，前面没有多出来的应答。 */
async function finishes(scene: Scene, peer: TcpPeer, telegrams: readonly string[], orElse: string): Promise<void> {
  const { stage, program } = scene;
  peer.end();
  await stage.until(() => peer.ended || peer.errored, `${peer.name}收到 FIN`, 'no-fin-back', program);
  await stage.intact(program);
  if (peer.errored) stage.fail('no-fin-back', `${peer.name}没有等到 FIN，连接就断了（${peer.errored}）。`);
  const different = firstDifference(answerTo(telegrams), peer.received);
  if (different) stage.fail(peer.text === '' ? 'no-answer' : orElse, `${peer.name}收到的应答不对。\n${different}`);
}

/** 切在这里得到的不对，是哪一种误解：切在词里，还是切在三个加号里。 */
function missedAt(telegrams: readonly string[], place: number): string {
  let start = 0;
  for (const text of telegrams) {
    const end = start + text.length;
    if (place > end && place < end + mark.length) return 'mark-cut';
    start = end + mark.length;
  }
  return 'per-chunk';
}

const exercise: Exercise = {
  title: '电报局',
  startDiagnosis: 'per-chunk',
  diagnoses: {
    'per-chunk': diagnosis('把一块当作完整的电报：一份电报断在两块里，就算成了两份，或者丢了一半。最后一个 `+++` 后面的要留着，接上下一块。', '/03-framing/#ruler', 'how a', 're you+++'),
    'mark-cut': diagnosis('三个加号断在两块里，就没有找到。不要只在新来的一块里找，先和留着的接起来。', '/03-framing/#lines-decoder', 'how are you+', '++fine+++'),
    'loses-rest': diagnosis('一块里有好几份电报，只答了一份，或者把第一份后面的丢掉了。', '/03-framing/#ruler', 'how are you+++fine+++thank you+++'),
    'waits-for-fin': diagnosis('电报收完了，却要等对方送来 FIN 才应答。看到 `+++` 就该应答：线路要一直开着，等下一份。', '/03-framing/#fin', 'fine+++', 'thank you+++'),
    mixed: diagnosis('两个人的电报接到了一起：留着的东西记在共用的变量里。写在接受连接的函数里面，每个连接各有一份。', '/03-framing/#lines-server-2', 'how a', 're you+++'),
    'no-answer': diagnosis('电报发来了，没有应答。看到 `+++` 就写一行词数，末尾有换行。', '/03-framing/#exercise-1', 'how are you+++'),
    'no-fin-back': diagnosis('对方说完了（FIN），没有收到 FIN。`allowHalfOpen` 设成 `true` 的，要自己调用 `end`；不要用 `destroy`。', '/03-framing/#fin', 'fine+++'),
  },
  checks: [
    {
      id: 'together',
      title: '一块里有三份电报：应答三行',
      async run(stage) {
        const scene = await open(stage);
        const telegrams = [telegram(stage), 'how are you', telegram(stage)];
        const peer = await stage.tcpClient('发报的人', scene.port);
        await peer.write(telegrams.map((text) => text + mark).join(''));
        await finishes(scene, peer, telegrams, 'loses-rest');
      },
    },
    {
      id: 'at-once',
      title: '收完一份就应答，不等对方说完；线路开着，接着发',
      async run(stage) {
        const scene = await open(stage);
        const peer = await stage.tcpClient('发报的人', scene.port);
        const telegrams: string[] = [];
        for (let count = 1; count <= 3; count += 1) {
          telegrams.push(telegram(stage));
          await peer.write(telegrams.at(-1)! + mark);
          await answered(scene, peer, telegrams, 'waits-for-fin');
        }
        await finishes(scene, peer, telegrams, 'waits-for-fin');
      },
    },
    {
      id: 'every-split',
      title: '在每一个字节之间切一刀：应答都一样',
      async run(stage) {
        const scene = await open(stage);
        const telegrams = ['we are', stage.random.word(), 'so be it'];
        const whole = telegrams.map((text) => text + mark).join('');
        for (let place = 1; place < whole.length; place += 1) {
          const peer = await stage.tcpClient(`第 ${place} 个字节后断开的人`, scene.port);
          const orElse = missedAt(telegrams, place);
          await peer.writeSplit(whole, [place]);
          await answered(scene, peer, telegrams, orElse);
          await finishes(scene, peer, telegrams, orElse);
        }
      },
    },
    {
      id: 'byte-by-byte',
      title: '一个字节一个字节地来',
      async run(stage) {
        const scene = await open(stage);
        const telegrams = [telegram(stage), telegram(stage)];
        const whole = telegrams.map((text) => text + mark).join('');
        const peer = await stage.tcpClient('线路最坏的人', scene.port);
        await peer.writeSplit(whole, [...whole].map((_, index) => index).slice(1));
        await answered(scene, peer, telegrams, 'mark-cut');
        await finishes(scene, peer, telegrams, 'mark-cut');
      },
    },
    {
      id: 'two-at-once',
      title: '两个人同时发报，都断在一半：各算各的',
      async run(stage) {
        const scene = await open(stage);
        const [one, two] = ['one two three', 'alpha beta'] as const;
        const [first, second] = [await stage.tcpClient('甲', scene.port), await stage.tcpClient('乙', scene.port)];
        for (const [peer, text] of [[first, one.slice(0, 9)], [second, two.slice(0, 7)], [first, one.slice(9) + mark]] as const) {
          await peer.write(text);
          await peer.read();
        }
        await answered(scene, first, [one], 'mixed');
        await second.write(two.slice(7) + mark);
        await answered(scene, second, [two], 'mixed');
        await finishes(scene, first, [one], 'mixed');
        await finishes(scene, second, [two], 'mixed');
      },
    },
  ],
};

export default exercise;
