/** 01-udp/1-retry 的检查：检查扮演服务端，丢请求、丢应答、迟到、冒名，看程序怎样应对。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { Datagram, UdpPeer } from '../../../../kit/peers/udp.ts';
import { firstDifference } from '../../../../kit/trace.ts';

const maxSends = 3;
/**
 * 题目要求等 300 毫秒，用程序自己的时钟量。计时器不会早响，所以少于下限就是没有等满；
 * 忙的机器只会让它晚响，所以上限宽得多，而且只看最短的那一次，判错了还会单独重判。
 */
const leastGapMs = 280;
const mostShortestGapMs = 400;
const mostGapMs = 580;
/** 从头再等的程序，在第 150 毫秒受到打扰，要到第 450 毫秒才重发。 */
const restartedGapMs = 430;

const byHand = ['npx tsx {file} 9', '输入两行字，再按 Ctrl-D（Windows 上看「怎样学」的「输入的结尾」）：端口 9 上没有服务端，没有人应答'];
const lateByHand = ['终端一：npx tsx chapters/01-udp/exercises/1-retry/late-server.ts', '终端二：npx tsx {file} 12000', '输入两行字，再按 Ctrl-D：第一行的应答要等第二行到了才来，对的程序放弃 1，收到 2'];
const strangerByHand = ['终端一：npx tsx chapters/01-udp/steps/1-stranger/server.ts', '终端二：npx tsx {file} 12000', '输入一行字，再按 Ctrl-D：陌生人先答，服务端后答'];
const answeredByHand = ['终端一：npx tsx chapters/01-udp/server.ts', '终端二：npx tsx {file} 12000', '输入两行字，再按 Ctrl-D：01 的服务端正好会把「1 hello」变成「1 HELLO」'];

interface Scene {
  stage: Stage;
  server: UdpPeer;
  program: Answer;
}

/** 开一个服务端，启动程序，把几行字喂给它；`half` 是没有换行的最后一行。 */
async function open(stage: Stage, lines: readonly string[], half = ''): Promise<Scene> {
  const server = await stage.udpPeer('服务端');
  const program = stage.start([server.port]);
  for (const line of lines) program.type(line);
  program.endInput(half);
  return { stage, server, program };
}

/** 等下一个报文，它必须恰好是 `expected`；不是，就看它是第几个请求，推断哪里想错了。 */
async function request(scene: Scene, expected: string, awaited: string, orElse: string | (() => string)): Promise<Datagram> {
  const { stage, server, program } = scene;
  const datagram = await stage.until(() => server.take(), awaited, server.received.length === 0 ? 'sends-nothing' : orElse);
  if (datagram.text === expected) return datagram;
  await stage.settle();
  const wanted = Number.parseInt(expected, 10);
  const number = Number(/^(\d+) /.exec(datagram.text)?.[1]);
  const body = (text: string): string => text.slice(text.indexOf(' ') + 1);
  if (number > wanted) {
    if (body(datagram.text) === body(expected)) stage.fail('wrong-request', `同一个请求重发时，编号变了。\n${firstDifference(expected, datagram.bytes)}`);
    return stage.fail(program.printed('放弃') ? 'gives-up-early' : 'all-at-once', `等的是${awaited}，来的却是第 ${number} 个请求。`);
  }
  if (number >= 1 && number < wanted) return (await repeated(scene, datagram, number)) ?? request(scene, expected, awaited, orElse);
  return stage.fail('wrong-request', `请求的内容不对。\n${firstDifference(expected, datagram.bytes)}`);
}

/**
 * 有了结果的请求又来了一次。应答还在路上时重发，是对的；收到应答之后还重发，是错的。
 * 谁先谁后由程序自己的时钟说了算，所以判题的机器再忙，也不会错怪好人。
 */
async function repeated(scene: Scene, datagram: Datagram, number: number): Promise<undefined> {
  const { stage, server, program } = scene;
  const index = server.received.indexOf(datagram);
  const gap = await gapBefore(scene, index);
  if (gap < leastGapMs) stage.fail('does-not-wait', `第 ${number} 个请求的两次发送只隔了 ${Math.round(gap)} 毫秒。`);
  const answered = program.receives.find((one) => one.port === server.port && one.text.startsWith(`${number} `));
  const times = server.received.filter((one) => one.text === datagram.text).length;
  if (times > maxSends) stage.fail('retries-without-end', `第 ${number} 个请求来了第 ${times} 次。`);
  if (program.lines.includes(`放弃 ${number}`) || (answered && answered.atMs < program.sendTimesMs[index]!)) stage.fail('retries-without-end', `第 ${number} 个请求已经有了结果，又发了一次。`);
  server.ignore('这是应答到达之前重发的，不算错');
  return undefined;
}

/** 第 `index` 次发送（从 0 数起）离上一次多久。报文和报告走两条路，报告没到就等一等。 */
async function gapBefore({ stage, server, program }: Scene, index: number): Promise<number> {
  // 套接字在 worker 线程里时没有报告，只好看到达的时刻。
  if (program.sendTimesMs.length === 0) return server.received[index]!.atMs - server.received[index - 1]!.atMs;
  await stage.until(() => program.sendTimesMs.length > index, '程序发送的报告', 'too-slow');
  return program.sendTimesMs[index]! - program.sendTimesMs[index - 1]!;
}

/** 没有等到下一次重发：是放弃得太早，还是根本没有放弃。 */
function stoppedAsking({ program }: Scene): string {
  return program.printed('放弃') ? 'gives-up-early' : 'waits-for-ever';
}

/** 程序该结束了：等它结束，看它打印的结果，看退出码，看有没有多余的报文。 */
async function ending({ stage, server, program }: Scene, results: readonly string[], code: number): Promise<void> {
  const exited = await stage.until(() => program.exited, '程序自己结束', 'never-ends');
  if (program.crash) stage.fail('crashed', `程序崩溃了：${program.crash}`);
  const said = program.lines.filter((line) => /^(?:收到|放弃)/.test(line));
  const different = firstDifference(results.join('\n'), said.join('\n'));
  if (different) stage.fail('wrong-print', `打印的结果不对。\n${different}`);
  if (exited.code !== code) stage.fail('wrong-exit-code', `退出码应当是 ${code}，实际是 ${exited.code ?? `无（信号 ${exited.signal}）`}。`);
  await stage.settle();
  for (let extra = server.take(); extra; extra = server.take()) await repeated({ stage, server, program }, extra, Number.parseInt(extra.text, 10));
}

/** 等它打印 `text` 这一行。打印了相近的，是打印得不对，不是没有打印。 */
async function printed({ stage, program }: Scene, text: string, orElse: string | (() => string)): Promise<void> {
  const near = text.slice(text.lastIndexOf(' ') + 1);
  const miss = (): string => {
    if (near !== '' && program.printed(near)) return 'wrong-print';
    return typeof orElse === 'string' ? orElse : orElse();
  };
  await stage.until(() => program.lines.includes(text), `打印一行「${text}」`, miss);
}

const upper = (text: string): string => text.toUpperCase();

const exercise: Exercise = {
  title: '等不到就再发，发够了就放弃',
  startDiagnosis: 'waits-for-ever',
  diagnoses: {
    'sends-nothing': {
      cause: '服务端一个报文也没有收到：端口要用第一个参数，不能写死；编好的报文要真的用 `socket.send` 寄出去。',
      section: '/01-udp/#exercise-1',
      reproduce: answeredByHand,
    },
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
      timing: true,
    },
    'waits-too-long': {
      cause: '等得比 300 毫秒久得多：看看 `setTimeout` 的第二个参数（单位是毫秒，每次都一样），也看看是不是来了别的报文就从头再等。',
      section: '/01-udp/#exercise-1',
      reproduce: byHand,
      timing: true,
    },
    'all-at-once': {
      cause: '上一个请求还没有结果，就发了下一个。`forEach` 不会等 `async` 函数，要用 `for … of` 加 `await`。',
      section: '/how-to-learn#async',
      reproduce: byHand,
    },
    'late-answer': {
      cause: '编号不是现在这一个的应答，也起了作用：被当成这一个的，或者让程序不再等、不再听、不再重发。编号要整个比较，10 不是 1。',
      section: '/01-udp/#exercise-1',
      reproduce: lateByHand,
    },
    'ignores-answer': {
      cause: '应答答的是先前发的那一次，也算数：同一个请求再发一次，编号没有变。不要每发一次就换一个套接字。',
      section: '/01-udp/#exercise-1',
      reproduce: lateByHand,
    },
    'forged-answer': {
      cause: '别人寄来的报文起了作用。收到报文，先核对寄信人的地址和端口，两样都要对。',
      section: '/01-udp/#client-5',
      reproduce: strangerByHand,
    },
    'wrong-request': {
      cause: '请求的内容和题目说的不一样：编号从 1 数起，重发时不变，编号和正文之间一个空格，正文原样，末尾没有换行。',
      section: '/01-udp/#exercise-1',
      reproduce: byHand,
    },
    'loses-line': {
      cause: '有一行输入没有变成请求。空行也是一行；最后一行末尾没有换行，也是一行。',
      section: '/01-udp/#exercise-1',
      reproduce: ['node -p "\'a\\n\\nb\'" | npx tsx {file} 9', '三行，应当打印三个「放弃」'],
    },
    'wrong-print': {
      cause: '打印的行和题目说的不一样：每个请求恰好一行，「收到」之后是应答的全文（编号也在里面），按 UTF-8 解码；「放弃」之后只有编号。',
      section: '/01-udp/#exercise-1',
      reproduce: strangerByHand,
    },
    'says-nothing': {
      cause: '应答到了（或者该放弃了），程序却没有马上在标准输出上打印。也可能是核对得太严，把真的应答也挡在门外：寄信人的 `address` 是 IP 地址，不会等于 localhost；`port` 是数，不是字符串。',
      section: '/01-udp/#exercise-1',
      reproduce: answeredByHand,
    },
    'wrong-exit-code': {
      cause: '退出码不对：全部有应答是 0；有放弃的，不论几个、不论是不是最后一个，都是 1。别的程序靠它知道结果。',
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
        const results: string[] = [];
        for (const [index, word] of words.entries()) {
          const answer = `${index + 1} ${upper(word)}`;
          const asked = await request(scene, `${index + 1} ${word}`, `第 ${index + 1} 个请求`, () => (scene.program.exited ? 'loses-line' : 'says-nothing'));
          await scene.server.send(answer, asked);
          await printed(scene, `收到 ${answer}`, 'says-nothing');
          results.push(`收到 ${answer}`);
        }
        await ending(scene, results, 0);
      },
    },
    {
      id: 'lines',
      title: '每一行都是一个请求：空行，有空格和汉字的行，没有换行的最后一行',
      async run(stage) {
        const [a, b, c] = stage.random.words(3) as [string, string, string];
        const lines = [`${a} 汉字  ${b} `, '', c];
        const scene = await open(stage, lines.slice(0, -1), c);
        const results: string[] = [];
        for (const [index, line] of lines.entries()) {
          const asked = await request(scene, `${index + 1} ${line}`, `第 ${index + 1} 行的请求`, 'loses-line');
          await scene.server.send(`${index + 1} ${upper(line)}`, asked);
          results.push(`收到 ${index + 1} ${upper(line)}`);
        }
        await ending(scene, results, 0);
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
        await scene.server.send(`1 ${upper(word)}`, third);
        await printed(scene, `收到 1 ${upper(word)}`, () => (scene.program.printed('放弃') ? 'gives-up-early' : 'says-nothing'));
        await ending(scene, [`收到 1 ${upper(word)}`], 0);
      },
    },
    {
      id: 'slow',
      title: '第一次发的，第二次发出之后才有应答，也算数',
      async run(stage) {
        const word = stage.random.word();
        const scene = await open(stage, [word]);
        const first = await request(scene, `1 ${word}`, '第一次「1 …」', 'says-nothing');
        await request(scene, `1 ${word}`, '同一个请求的第二次', () => stoppedAsking(scene));
        scene.server.ignore('答的是第一次');
        await scene.server.send(`1 ${upper(word)}`, first);
        await printed(scene, `收到 1 ${upper(word)}`, 'ignores-answer');
      },
    },
    {
      id: 'waited',
      title: '每发一次，等 300 毫秒：不少，也不多',
      async run(stage) {
        const scene = await open(stage, stage.random.words(2));
        const { server } = scene;
        const enough = maxSends + 1;
        await stage.until(() => server.received.length >= enough, '第 2 个请求', () => (server.received.length === 0 ? 'sends-nothing' : scene.program.exited ? 'gives-up-early' : server.received.length === 1 ? stoppedAsking(scene) : 'waits-too-long'));
        const early = server.received.slice(0, maxSends).find((datagram) => !datagram.text.startsWith('1 '));
        if (early) stage.fail(scene.program.printed('放弃') ? 'gives-up-early' : 'all-at-once', `第 1 个请求还没有发满 ${maxSends} 次，就来了「${early.text}」。`);
        const gaps: number[] = [];
        for (let index = 1; index < enough; index += 1) gaps.push(Math.round(await gapBefore(scene, index)));
        const seen = `相邻两次发送隔了 ${gaps.join('、')} 毫秒`;
        if (Math.min(...gaps) < leastGapMs) stage.fail('does-not-wait', `${seen}，没有等满。`);
        if (Math.min(...gaps) > mostShortestGapMs || Math.max(...gaps) > mostGapMs) stage.fail('waits-too-long', `${seen}，等得太久。`);
      },
    },
    {
      id: 'undisturbed',
      title: '不理会的应答，不取消计时器，也不让它从头再等',
      async run(stage) {
        const word = stage.random.word();
        const scene = await open(stage, [word]);
        const { server } = scene;
        const asked = await request(scene, `1 ${word}`, '第 1 个请求', 'says-nothing');
        await stage.pause(150);
        if (server.received.length > 1) stage.fail('does-not-wait', '不到 150 毫秒，同一个请求就又来了一次。');
        await server.send('7 NOISE', asked);
        const again = await request(scene, `1 ${word}`, '同一个请求的第二次', 'late-answer');
        const gap = Math.round(await gapBefore(scene, server.received.indexOf(again)));
        if (gap < leastGapMs) stage.fail('late-answer', `来了一个编号不对的应答，程序就立刻重发（只隔了 ${gap} 毫秒）。`);
        if (gap > restartedGapMs) stage.fail('waits-too-long', `来了一个编号不对的应答，两次发送就隔了 ${gap} 毫秒。`);
        await server.send(`1 ${upper(word)}`, again);
        await printed(scene, `收到 1 ${upper(word)}`, 'late-answer');
      },
    },
    {
      id: 'late',
      title: '编号不是现在这一个的应答，不起任何作用',
      async run(stage) {
        const words = ['x', '2', ...stage.random.words(8)];
        const scene = await open(stage, words);
        const { server } = scene;
        const results: string[] = [];
        for (const [index, word] of words.entries()) {
          const n = index + 1;
          const asked = await request(scene, `${n} ${word}`, `第 ${n} 个请求`, 'late-answer');
          const stale = n === 1 ? '10 EARLY' : n === 2 ? '12 2' : n === 10 ? '1 X' : n === 3 ? '2 2' : undefined;
          // 不对的在先，真正的在后：等到真正的那一个被打印，才能断定不对的没有被当真。
          if (stale) await server.send(stale, asked);
          await server.send(`${n} ${upper(word)}`, asked);
          await printed(scene, `收到 ${n} ${upper(word)}`, 'late-answer');
          results.push(`收到 ${n} ${upper(word)}`);
        }
        await ending(scene, results, 0);
      },
    },
    {
      id: 'gave-up',
      title: '发满三次没有应答，放弃这一个，接着问下一个',
      async run(stage) {
        const words = stage.random.words(3) as [string, string, string];
        const scene = await open(stage, words);
        const { server, program } = scene;
        for (const n of [1, 2]) {
          for (let sends = 1; sends <= maxSends; sends += 1) {
            const index = server.received.length;
            await request(scene, `${n} ${words[n - 1]}`, `第 ${n} 个请求的第 ${sends} 次`, () => stoppedAsking(scene));
            server.ignore('不答');
            if (n === 2 && sends === 1) {
              if ((await gapBefore(scene, index)) < leastGapMs) stage.fail('does-not-wait', '第 1 个请求发出第 3 次之后，没有等满就放弃了。');
              // 放弃之后才来的应答。
              await server.send(`1 ${upper(words[0])}`, server.received[index]!);
            }
          }
        }
        const next = await stage.until(() => server.take(), '放弃之后的第 3 个请求', () => stoppedAsking(scene));
        if (next.text === `2 ${words[1]}`) stage.fail('retries-without-end', `第 2 个请求来了第 ${maxSends + 1} 次。`);
        await server.send(`3 ${upper(words[2])}`, next);
        await printed(scene, `收到 3 ${upper(words[2])}`, 'says-nothing');
        if (!program.lines.includes('放弃 1')) stage.fail(program.printed('放弃') ? 'wrong-print' : 'says-nothing', '第 1 个请求发满三次没有应答，却没有打印一行「放弃 1」。');
        await ending(scene, ['放弃 1', '放弃 2', `收到 3 ${upper(words[2])}`], 1);
      },
    },
    {
      id: 'refused',
      title: '服务端根本没有启动，也是没有应答',
      async run(stage) {
        const server = await stage.udpPeer('服务端');
        server.close();
        const program = stage.start([server.port]);
        program.type(stage.random.word());
        program.endInput();
        const scene = { stage, server, program };
        await stage.until(() => program.exited, '程序自己结束', () => (program.lines.length > 0 ? 'never-ends' : program.sendTimesMs.length > 1 ? 'waits-too-long' : 'waits-for-ever'));
        await ending(scene, ['放弃 1'], 1);
        const sends = program.sendTimesMs.length;
        if (sends === 0) return;
        if (sends < maxSends) stage.fail('gives-up-early', `端口上没有人在听，程序只发了 ${sends} 次就放弃了。`);
        if (sends > maxSends) stage.fail('retries-without-end', `端口上没有人在听，程序发了 ${sends} 次。`);
        for (let index = 1; index < maxSends; index += 1) if ((await gapBefore(scene, index)) < leastGapMs) stage.fail('does-not-wait', '端口上没有人在听，程序没有等满就再发。');
      },
    },
    {
      id: 'forged',
      title: '不是服务端寄来的，编号对也不算',
      async run(stage) {
        const word = stage.random.word();
        const stranger = await stage.udpPeer('陌生人');
        const scene = await open(stage, [word]);
        // 端口相同、地址不同：Linux 和 Windows 上整个 127/8 都是本机，macOS 上只有 127.0.0.1。
        const namesake = await stage.udpPeer('同端口的陌生人', { address: '127.0.0.2', port: scene.server.port }).catch(() => undefined);
        const asked = await request(scene, `1 ${word}`, '第 1 个请求', 'says-nothing');
        await stranger.send('1 STRANGER', asked);
        await namesake?.send('1 NAMESAKE', asked);
        await scene.server.send(`1 ${upper(word)}`, asked);
        await printed(scene, `收到 1 ${upper(word)}`, 'forged-answer');
        const [fooled] = scene.program.lines.filter((line) => /^收到 1 (?:STRANGER|NAMESAKE)/.test(line));
        if (fooled) stage.fail('forged-answer', `打印了陌生人的「${fooled}」。`);
        await ending(scene, [`收到 1 ${upper(word)}`], 0);
      },
    },
  ],
};

export default exercise;
