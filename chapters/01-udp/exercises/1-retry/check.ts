/** 01-udp/1-retry 的检查：检查扮演服务端，丢请求、丢应答、迟到、冒名，看程序怎样应对。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { Datagram, UdpPeer } from '../../../../kit/peers/udp.ts';
import { firstDifference } from '../../../../kit/trace.ts';

const maxSends = 3;
/** 题目要求等 300 毫秒；计时器不会早响这么多，少于它就是没有等。 */
const leastGapMs = 250;

const byHand = ['npx tsx {file} 9', '输入两行字，再按 Ctrl-D（Windows 上是 Ctrl-Z 和回车）：端口 9 上没有服务端，没有人应答'];
const lateByHand = ['npx tsx chapters/01-udp/exercises/1-retry/late-server.ts', 'npx tsx {file} 12000', '输入两行字：第一行的应答要等第二行到了才来'];
const strangerByHand = ['npx tsx chapters/01-udp/steps/1-stranger/server.ts', 'npx tsx {file} 12000', '输入一行字：陌生人先答，服务端后答'];

interface Scene {
  stage: Stage;
  server: UdpPeer;
  program: Answer;
}

/** 开一个服务端，启动程序，把几行字喂给它。 */
async function open(stage: Stage, lines: readonly string[]): Promise<Scene> {
  const server = await stage.udpPeer('服务端');
  const program = stage.start([server.port]);
  for (const line of lines) program.type(line);
  program.endInput();
  return { stage, server, program };
}

/** 等下一个报文，它必须恰好是 `expected`；不是，就看它是第几个请求，推断哪里想错了。 */
async function request(scene: Scene, expected: string, awaited: string, orElse: string | (() => string)): Promise<Datagram> {
  const { stage, server, program } = scene;
  const datagram = await stage.until(() => server.take(), awaited, orElse);
  if (datagram.text === expected) return datagram;
  await stage.settle();
  const wanted = Number.parseInt(expected, 10);
  const number = Number(/^(\d+) /.exec(datagram.text)?.[1]);
  if (number > wanted) return stage.fail(program.printed('放弃') ? 'gives-up-early' : 'all-at-once', `等的是${awaited}，来的却是第 ${number} 个请求。`);
  if (number >= 1 && number < wanted) return repeated(scene, datagram, number) ?? request(scene, expected, awaited, orElse);
  return stage.fail('wrong-request', `请求的内容不对。\n${firstDifference(expected, datagram.bytes)}`);
}

/**
 * 答过的请求又来了一次。应答还在路上时重发，是对的；收到应答之后还重发，是错的。
 * 谁先谁后由程序自己的时钟说了算，所以判题的机器再忙，也不会错怪好人。
 */
function repeated(scene: Scene, datagram: Datagram, number: number): undefined {
  const { stage, server, program } = scene;
  if (hurried(scene, datagram)) stage.fail('does-not-wait', `第 ${number} 个请求的两次发送挨得太近。`);
  const answered = server.sent.findIndex((text) => text.startsWith(`${number} `));
  const sentAt = program.sendTimesMs[server.received.indexOf(datagram)]!;
  if (program.receiveTimesMs[answered]! < sentAt) stage.fail('retries-without-end', `第 ${number} 个请求已经收到应答，又发了一次。`);
  server.ignore('这是应答到达之前重发的，不算错');
  return undefined;
}

/** 这一次发送紧跟着上一次吗。 */
function hurried({ server, program }: Scene, datagram: Datagram): boolean {
  const index = server.received.indexOf(datagram);
  return program.sendTimesMs[index]! - program.sendTimesMs[index - 1]! < leastGapMs;
}

/** 没有等到下一次重发：是放弃得太早，还是根本没有放弃。 */
function stoppedAsking({ program }: Scene): string {
  return program.printed('放弃') ? 'gives-up-early' : 'waits-for-ever';
}

/** 程序该结束了：等它结束，看退出码。 */
async function ending({ stage, program }: Scene, code: number): Promise<void> {
  const exited = await stage.until(() => program.exited, '程序自己结束', 'never-ends');
  if (program.crash) stage.fail('crashed', `程序崩溃了：${program.crash}`);
  if (exited.code !== code) stage.fail('wrong-exit-code', `退出码应当是 ${code}，实际是 ${exited.code ?? '无'}。`);
}

async function printed({ stage, program }: Scene, text: string, orElse: string | (() => string)): Promise<void> {
  await stage.until(() => program.printed(text), `打印一行「${text}」`, orElse);
}

const exercise: Exercise = {
  title: '等不到就再发，发够了就放弃',
  startDiagnosis: 'waits-for-ever',
  diagnoses: {
    'waits-for-ever': {
      cause: '应答没有来，程序就停在那里了。UDP 不会告诉你报文丢了，「没有应答」只能由你自己的计时器来发现。',
      section: '/01-udp/#client-4',
      reproduce: byHand,
    },
    'gives-up-early': {
      cause: '还没有发满 3 次就放弃了。「最多发 3 次」包括第一次，也要每一次都等满。',
      section: '/01-udp/#exercise-1',
      reproduce: byHand,
    },
    'retries-without-end': {
      cause: '请求已经有了结果（等到了应答，或者该放弃了），却还在重发：计时器没有取消，或者没有数发过几次。',
      section: '/01-udp/#exercise-1',
      reproduce: byHand,
    },
    'does-not-wait': {
      cause: '两次发送挨得太近：没有等，或者没有等满 300 毫秒。一口气发 3 份，只会让拥挤的网络更拥挤。',
      section: '/01-udp/#exercise-1',
      reproduce: byHand,
    },
    'all-at-once': {
      cause: '上一个请求还没有结果，就发了下一个。`forEach` 不会等 `async` 函数，要用 `for … of` 加 `await`。',
      section: '/how-to-learn#async',
      reproduce: byHand,
    },
    'late-answer': {
      cause: '把上一个请求迟到的应答，当成了这一个的。应答要看编号，不能来一个就算一个。',
      section: '/01-udp/#exercise-1',
      reproduce: lateByHand,
    },
    'forged-answer': {
      cause: '谁寄来的报文都当成服务端的应答。收到报文，先核对寄信人的地址和端口。',
      section: '/01-udp/#client-5',
      reproduce: strangerByHand,
    },
    'wrong-request': {
      cause: '请求的内容和题目说的不一样：编号从 1 数起，编号和正文之间一个空格，末尾没有换行。',
      section: '/01-udp/#exercise-1',
      reproduce: byHand,
    },
    'says-nothing': {
      cause: '应答到了，程序却没有把它打印出来。',
      section: '/01-udp/#exercise-1',
      reproduce: strangerByHand,
    },
    'wrong-exit-code': {
      cause: '退出码不对：全部有应答是 0，有一个放弃了是 1。别的程序靠它知道结果。',
      section: '/how-to-learn#exit-code',
      reproduce: byHand,
    },
  },
  checks: [
    {
      id: 'answered',
      title: '每个请求都有应答：一次问一个，依次打印',
      async run(stage) {
        const words = stage.random.words(3);
        const scene = await open(stage, words);
        for (const [index, word] of words.entries()) {
          const n = index + 1;
          const asked = await request(scene, `${n} ${word}`, `第 ${n} 个请求`, 'says-nothing');
          await scene.server.send(`${n} ${word.toUpperCase()}`, asked);
          await printed(scene, `${n} ${word.toUpperCase()}`, 'says-nothing');
        }
        await ending(scene, 0);
        if (scene.program.printed('放弃')) stage.fail('gives-up-early', '每个请求都有应答，却打印了「放弃」。');
        const extra = scene.server.take();
        if (extra) repeated(scene, extra, words.length);
      },
    },
    {
      id: 'resent',
      title: '请求丢了，再发一次；又丢了，发第三次',
      async run(stage) {
        const word = stage.random.word();
        const scene = await open(stage, [word]);
        await request(scene, `1 ${word}`, '第一次「1 …」', 'says-nothing');
        scene.server.ignore('这一个当作丢了，不答');
        await request(scene, `1 ${word}`, '同一个请求的第二次', () => stoppedAsking(scene));
        scene.server.ignore('这一个也当作丢了，不答');
        const third = await request(scene, `1 ${word}`, '同一个请求的第三次', () => stoppedAsking(scene));
        await scene.server.send(`1 ${word.toUpperCase()}`, third);
        await printed(scene, `1 ${word.toUpperCase()}`, () => (scene.program.printed('放弃') ? 'gives-up-early' : 'says-nothing'));
        await ending(scene, 0);
      },
    },
    {
      id: 'gave-up',
      title: '发满三次没有应答，放弃这一个，接着问下一个',
      async run(stage) {
        const [lost, kept] = stage.random.words(2) as [string, string];
        const scene = await open(stage, [lost, kept]);
        const { server, program } = scene;
        for (let sends = 1; sends <= maxSends; sends += 1) {
          await request(scene, `1 ${lost}`, `第 1 个请求的第 ${sends} 次`, () => (sends === 1 ? 'says-nothing' : stoppedAsking(scene)));
          server.ignore('不答');
        }
        const next = await stage.until(() => server.take(), '放弃之后的第 2 个请求', () => stoppedAsking(scene));
        if (next.text === `1 ${lost}`) stage.fail('retries-without-end', `第 1 个请求来了第 ${maxSends + 1} 次。`);
        await server.send(`2 ${kept.toUpperCase()}`, next);
        await printed(scene, `2 ${kept.toUpperCase()}`, 'says-nothing');
        if (!program.printed('放弃 1')) stage.fail('says-nothing', '第 1 个请求发满三次没有应答，却没有打印「放弃 1」。');
        await ending(scene, 1);
      },
    },
    {
      id: 'waited',
      title: '每发一次，等满 300 毫秒',
      async run(stage) {
        const scene = await open(stage, [stage.random.word()]);
        const { server, program } = scene;
        await stage.until(() => program.printed('放弃 1') || server.received.length > maxSends, '打印「放弃 1」', () => stoppedAsking(scene));
        await stage.settle();
        for (const datagram of server.received.slice(1, maxSends)) {
          if (hurried(scene, datagram)) stage.fail('does-not-wait', `第 ${server.received.indexOf(datagram) + 1} 次发送紧跟着上一次，没有等满。`);
        }
      },
    },
    {
      id: 'late',
      title: '上一个请求迟到的应答，不算这一个的',
      async run(stage) {
        const [first, second, third] = stage.random.words(3) as [string, string, string];
        const scene = await open(stage, [first, second, third]);
        const { server } = scene;
        const asked = await request(scene, `1 ${first}`, '第 1 个请求', 'says-nothing');
        await server.send(`1 ${first.toUpperCase()}`, asked);
        const next = await request(scene, `2 ${second}`, '第 2 个请求', 'says-nothing');
        // 迟到的在先，真正的在后：等到真正的那一个被打印，才能断定迟到的没有被当真。
        await server.send(`1 ${first.toUpperCase()}`, next);
        await server.send(`2 ${second.toUpperCase()}`, next);
        await printed(scene, `2 ${second.toUpperCase()}`, 'late-answer');
        const last = await request(scene, `3 ${third}`, '第 3 个请求', 'late-answer');
        await server.send(`3 ${third.toUpperCase()}`, last);
        await printed(scene, `3 ${third.toUpperCase()}`, 'late-answer');
        await ending(scene, 0);
      },
    },
    {
      id: 'forged',
      title: '不是服务端寄来的，编号对也不算',
      async run(stage) {
        const word = stage.random.word();
        const stranger = await stage.udpPeer('陌生人');
        const scene = await open(stage, [word]);
        const asked = await request(scene, `1 ${word}`, '第 1 个请求', 'says-nothing');
        await stranger.send('1 STRANGER', asked);
        await scene.server.send(`1 ${word.toUpperCase()}`, asked);
        await printed(scene, `1 ${word.toUpperCase()}`, 'forged-answer');
        if (scene.program.lines.includes('收到 1 STRANGER')) stage.fail('forged-answer', '打印了陌生人的「1 STRANGER」。');
        await ending(scene, 0);
      },
    },
  ],
};

export default exercise;
