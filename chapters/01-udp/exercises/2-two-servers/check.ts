/** 01-udp/2-two-servers 的检查：检查扮演甲、乙两个服务端，谁先答、答几次、答不答，都由它定。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { UdpPeer } from '../../../../kit/peers/udp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { firstDifference, visible } from '../../../../kit/trace.ts';

/** 题目要求等 1 秒，用程序自己的时钟量；计时器不会早响，忙的机器会让它晚响。 */
const answerTimeoutMs = 1000;
const leastWaitMs = 950;
const mostWaitMs = 1350;
/** 一个服务端过这么久才答；收到应答就从头再等的程序，这样就会等得太久。 */
const answerDelayMs = 450;
/** 两次寄出隔了这么久，就是先等了前一个。 */
const mostSendGapMs = 600;
/** 有了全部结果，到程序结束，不超过这么久。 */
const mostLingerMs = 500;

const byHand = ['npx tsx chapters/01-udp/exercises/2-two-servers/servers.ts', '另开一个终端，再运行：', 'npx tsx {file} 12000 12001 hello'];
const noServers = ['npx tsx {file} 9 10 hello', '端口 9 和 10 上没有服务端，1 秒以后应当打印两个「没有应答」'];

type Name = '甲' | '乙';

interface Scene {
  stage: Stage;
  program: Answer;
  question: string;
  servers: Record<Name, UdpPeer>;
  /** 各自的第一个应答。 */
  said: Partial<Record<Name, string>>;
}

/** 开两个服务端，启动程序，等到两个服务端都被问到。 */
async function open(stage: Stage): Promise<Scene> {
  const servers = { 甲: await stage.udpPeer('甲'), 乙: await stage.udpPeer('乙') };
  const question = `${stage.random.word()} 你好`;
  const program = stage.start([servers.甲.port, servers.乙.port, question]);
  const scene = { stage, program, question, servers, said: {} };
  const asked = (): number => [servers.甲, servers.乙].filter(({ received }) => received.length > 0).length;
  await stage.until(() => asked() === 2, '甲和乙各收到一个问题', () => (asked() === 0 ? 'sends-nothing' : 'one-at-a-time'));
  const [first = 0, second = 0] = program.sendTimesMs;
  const gap = Math.round(second - first);
  if (gap > mostSendGapMs) stage.fail('one-at-a-time', `寄给前一个以后，过了 ${gap} 毫秒才寄给后一个。`);
  for (const { name, received } of [servers.甲, servers.乙]) {
    const different = firstDifference(question, received[0]!.bytes);
    if (different) stage.fail('wrong-question', `${name}收到的问题不对。\n${different}`);
  }
  return scene;
}

/** 让一个服务端答一次。 */
async function say({ servers, said }: Scene, name: Name, text: string): Promise<void> {
  said[name] ??= text;
  await servers[name].send(text, servers[name].received[0]!);
}

/** 服务端答过了，等程序打印它；名字写成了另一个，就是认错了人。 */
async function heard(scene: Scene, name: Name): Promise<void> {
  const { stage, program, said } = scene;
  const text = said[name]!;
  const other = name === '甲' ? '乙' : '甲';
  const right = (): boolean => program.lines.includes(`${name} ${text}`);
  const mistaken = (): boolean => said[other] !== text && program.lines.includes(`${other} ${text}`);
  await stage.until(() => right() || mistaken(), `打印一行「${name} ${text}」`, () => whyNotHeard(scene, name, other));
  if (!right()) stage.fail('order-of-arrival', `${visible(text)} 是${name}寄来的，程序却打印了「${other} ${text}」。`);
}

function whyNotHeard({ program, servers, said }: Scene, name: Name, other: Name): string {
  const [sentAt = 0] = program.sendTimesMs;
  const inTime = program.receives.some(({ port, atMs }) => port === servers[name].port && atMs - sentAt < leastWaitMs);
  if (inTime && said[other] === said[name]) return 'labels-by-content';
  if (!inTime && program.lines.includes(`${name} 没有应答`)) return 'gives-up-early';
  if (said[name] === '') return 'ignores-empty';
  const saidOtherwise = program.lines.some((line) => line.startsWith(`${name} `) && line !== `${name} 没有应答`);
  if (saidOtherwise || program.printed(said[name]!)) return 'wrong-print';
  if (said[other] === undefined) return 'waits-for-other';
  return program.exited ? 'first-only' : 'says-nothing';
}

/** 程序该结束了：看它打印的结果和退出码。 */
async function ending(stage: Stage, program: Answer, results: readonly string[], code: number): Promise<void> {
  const exited = await stage.until(() => program.exited, '程序自己结束', 'never-ends');
  if (program.crash) stage.fail('crashed', `程序崩溃了：${program.crash}`);
  const lines = program.lines.filter((line) => /^[甲乙]/.test(line));
  const different = firstDifference(results.toSorted().join('\n'), lines.toSorted().join('\n'));
  if (different) stage.fail('wrong-print', `打印的结果不对（不论先后）。\n${different}`);
  if (exited.code !== code) stage.fail('wrong-exit-code', `退出码应当是 ${code}，实际是 ${exited.code ?? `无（信号 ${exited.signal}）`}。`);
  await stage.settle();
}

/** 两个都答了：打印的结果对，各只问过一次。 */
async function bothAnswered(scene: Scene): Promise<void> {
  const { stage, program, said } = scene;
  await ending(stage, program, [`甲 ${said.甲}`, `乙 ${said.乙}`], 0);
  askedOnce(scene);
}

/** 不论答不答，各只问一次。 */
function askedOnce({ stage, servers }: Scene): void {
  const again = [servers.甲, servers.乙].find(({ received }) => received.length > 1);
  if (again) stage.fail('asks-again', `${again.name}收到了 ${again.received.length} 个报文，应当只有一个。`);
}

/** 从寄出问题到程序结束，等了多久，程序自己的时钟。`least` 是至少要等多久。 */
function judgeWait(stage: Stage, program: Answer, least: number): void {
  const [sentAt] = program.sendTimesMs;
  if (sentAt === undefined || program.exitMs === undefined) return;
  const waited = Math.round(program.exitMs - sentAt);
  if (waited < least) stage.fail('gives-up-early', `从寄出问题到程序结束，只有 ${waited} 毫秒。`);
  if (waited > mostWaitMs) stage.fail('waits-too-long', `从寄出问题到程序结束，过了 ${waited} 毫秒。`);
}

/** 从最后一个应答到程序结束，程序自己的时钟。 */
function judgeLinger({ stage, program }: Scene): void {
  const last = program.receiveTimesMs.at(-1);
  if (last === undefined || program.exitMs === undefined) return;
  const linger = Math.round(program.exitMs - last);
  if (linger > mostLingerMs) stage.fail('lingers', `最后一个应答来了以后，又过了 ${linger} 毫秒程序才结束。`);
  // 应答在路上就耽搁了这么久，没有取消的计时器也快响了：看不出它在不在。
  const waited = Math.round(last - (program.sendTimesMs[0] ?? last));
  if (waited > answerTimeoutMs - mostLingerMs) stage.unclear(`机器太忙，应答来得太晚（${waited} 毫秒），看不清程序是不是马上结束的。`);
}

const exercise: Exercise = {
  title: '同时问两个服务端',
  startDiagnosis: 'order-of-arrival',
  diagnoses: {
    'sends-nothing': {
      cause: '甲和乙都没有收到问题：端口是前两个参数，地址是 `127.0.0.1`，要用 `socket.send` 各寄一次。',
      section: '/01-udp/#exercise-2',
      reproduce: byHand,
    },
    'one-at-a-time': {
      cause: '问了一个就停下来等它的应答，没有同时问另一个。前一个不答，后一个就要白等。',
      section: '/01-udp/#exercise-2',
      reproduce: byHand,
      timing: true,
    },
    'wrong-question': {
      cause: '问题的内容和第三个参数不一样：原样照搬，按 UTF-8，末尾没有换行。',
      section: '/01-udp/#exercise-2',
      reproduce: byHand,
    },
    'order-of-arrival': {
      cause: '以为应答来的先后就是问的先后。先来的不一定是先问的，要看 `message` 回调的第二个参数：寄信人的地址和端口。',
      section: '/01-udp/#client-5',
      reproduce: byHand,
    },
    'waits-for-other': {
      cause: '一个应答已经来了，却没有马上打印：在等另一个，也许是等齐了才一起打印，也许是非要先等到甲。',
      section: '/01-udp/#server-3',
      reproduce: byHand,
      timing: true,
    },
    'labels-by-content': {
      cause: '两个服务端的应答一字不差时，少打印了一个：程序靠内容分辨应答，或者把相同的内容当成了重复。分辨只能靠寄信人。',
      section: '/01-udp/#client-5',
      reproduce: byHand,
    },
    'first-only': {
      cause: '来了一个应答，程序就结束了，没有等另一个。两个都有了结果才算完。',
      section: '/01-udp/#exercise-2',
      reproduce: byHand,
    },
    'counts-datagrams': {
      cause: '数的是来了几个报文，不是几个服务端答过。同一个服务端的应答来两次，也只算一个，另一个还要等。',
      section: '/01-udp/#exercise-2',
      reproduce: byHand,
    },
    'trusts-anyone': {
      cause: '别人寄来的报文也起了作用。不是甲，不一定就是乙；地址和端口两样都要对。',
      section: '/01-udp/#client-5',
      reproduce: byHand,
    },
    'waits-for-ever': {
      cause: '有一个服务端不答，程序就一直等下去。UDP 不会告诉你对方不在，要由你自己的计时器来发现。',
      section: '/01-udp/#client-4',
      reproduce: noServers,
    },
    'gives-up-early': {
      cause: '没有等满 1 秒就说没有应答。',
      section: '/01-udp/#exercise-2',
      reproduce: noServers,
      timing: true,
    },
    'waits-too-long': {
      cause: '等了远不止 1 秒：两个服务端是一起等的，不是等完一个再等一个；计时器从寄出问题时算起，来了应答也不从头再来。',
      section: '/01-udp/#exercise-2',
      reproduce: noServers,
      timing: true,
    },
    lingers: {
      cause: '甲和乙都答了，程序却没有马上结束：1 秒的计时器没有取消，进程要等它响过才走。',
      section: '/01-udp/#client-6',
      reproduce: byHand,
      timing: true,
    },
    'says-nothing': {
      cause: '应答到了，程序却没有打印它。每个服务端的第一个应答都要打印，各一行。',
      section: '/01-udp/#exercise-2',
      reproduce: byHand,
    },
    'wrong-print': {
      cause: '打印的行和题目说的不一样：甲、乙恰好各一行，名字、一个空格、应答的全文；没有应答的，写「没有应答」。',
      section: '/01-udp/#exercise-2',
      reproduce: byHand,
    },
    'ignores-empty': {
      cause: '空的应答也是应答，程序却当作没有应答：`if (text)` 这样的判断会漏掉空的字符串。应答来没来，要另外记着。',
      section: '/01-udp/#server-3',
      reproduce: byHand,
    },
    'asks-again': {
      cause: '同一个服务端被问了不止一次。这道题不重发，各问一次就够了。',
      section: '/01-udp/#exercise-2',
      reproduce: byHand,
    },
    'wrong-exit-code': {
      cause: '退出码不对：两个都应答了是 0，有没有应答的是 1。别的程序靠它知道结果。',
      section: '/how-to-learn#exit-code',
      reproduce: noServers,
    },
  },
  checks: [
    {
      id: 'second-first',
      title: '乙先答，甲后答：名字没有写错，来一个打印一个',
      async run(stage) {
        const [a, b] = stage.random.words(2) as [string, string];
        const scene = await open(stage);
        await say(scene, '乙', b);
        await heard(scene, '乙');
        // 甲要等乙的那一行打印出来才答：等齐了才打印的，只好等到超时。
        if (scene.program.printed('甲 没有应答')) stage.fail('waits-for-other', '乙早就答了，它的那一行却要等到放弃甲的时候才打印。');
        await say(scene, '甲', a);
        await heard(scene, '甲');
        await bothAnswered(scene);
        judgeLinger(scene);
      },
    },
    {
      id: 'same-text',
      title: '甲先答，乙后答，两个应答一字不差',
      async run(stage) {
        const word = stage.random.word();
        const scene = await open(stage);
        for (const name of ['甲', '乙'] as const) {
          await say(scene, name, `乙 甲 ${word}`);
          await heard(scene, name);
        }
        await bothAnswered(scene);
      },
    },
    {
      id: 'empty',
      title: '乙的应答是空的，也是应答',
      async run(stage) {
        const scene = await open(stage);
        await say(scene, '乙', '');
        await heard(scene, '乙');
        await say(scene, '甲', stage.random.word());
        await heard(scene, '甲');
        await bothAnswered(scene);
      },
    },
    {
      id: 'duplicate',
      title: '乙答了两次，只算第一次，还要等甲',
      async run(stage) {
        const [a, b, again] = stage.random.words(3) as [string, string, string];
        const scene = await open(stage);
        const { program } = scene;
        await say(scene, '乙', b);
        await heard(scene, '乙');
        await say(scene, '乙', again);
        await say(scene, '甲', a);
        await stage.until(() => program.lines.includes(`甲 ${a}`), `打印一行「甲 ${a}」`, () => (program.lines.includes('甲 没有应答') ? 'gives-up-early' : 'counts-datagrams'));
        await stage.until(() => program.exited, '程序自己结束', 'never-ends');
        const wrong = program.lines.find((line) => /^[甲乙]/.test(line) && line.includes(again));
        if (wrong) stage.fail('counts-datagrams', `乙的第二个应答不该打印，程序却打印了「${wrong}」。`);
        await bothAnswered(scene);
      },
    },
    {
      id: 'stranger',
      title: '不是甲也不是乙寄来的，不理会',
      async run(stage) {
        const [a, b, fake] = stage.random.words(3) as [string, string, string];
        const stranger = await stage.udpPeer('陌生人');
        const scene = await open(stage);
        const { program, servers } = scene;
        // 程序可以用一个套接字，也可以用两个；陌生人每一个都去敲门。
        const doors = new Map([servers.甲, servers.乙].map(({ received }) => [received[0]!.port, received[0]!]));
        for (const door of doors.values()) await stranger.send(fake, door);
        // 端口相同、地址不同：Linux 和 Windows 上整个 127/8 都是本机，macOS 上只有 127.0.0.1。
        for (const { port } of [servers.乙, servers.甲]) {
          const namesake = await stage.udpPeer('同端口的陌生人', { address: '127.0.0.2', port }).catch(() => undefined);
          for (const door of doors.values()) await namesake?.send(fake, door);
        }
        await say(scene, '乙', b);
        await say(scene, '甲', a);
        const settled = (): boolean => program.exited !== undefined || ['甲', '乙'].every((name) => program.lines.some((line) => line.startsWith(name)));
        await stage.until(settled, '甲和乙各打印一行', 'says-nothing');
        const wrong = program.lines.find((line) => /^[甲乙]/.test(line) && line.includes(fake));
        if (wrong) stage.fail('trusts-anyone', `打印了陌生人的话：「${wrong}」。`);
        await heard(scene, '乙');
        await heard(scene, '甲');
        await bothAnswered(scene);
      },
    },
    {
      id: 'silent',
      title: '甲不答：乙的应答照常打印，1 秒以后说甲没有应答',
      async run(stage) {
        const word = stage.random.word();
        const scene = await open(stage);
        const { program } = scene;
        await stage.pause(answerDelayMs);
        await say(scene, '乙', word);
        await heard(scene, '乙');
        await say(scene, '乙', `${word} 又来了`);
        await stage.until(() => program.lines.includes('甲 没有应答') || program.exited, '打印一行「甲 没有应答」', () => (program.printed('没有应答') ? 'wrong-print' : 'waits-for-ever'));
        if (!program.lines.some((line) => line.startsWith('甲'))) stage.fail('first-only', '乙答了以后，程序就结束了，没有说甲怎么样。');
        await ending(stage, program, ['甲 没有应答', `乙 ${word}`], 1);
        askedOnce(scene);
        judgeWait(stage, program, leastWaitMs);
      },
    },
    {
      id: 'no-servers',
      title: '两个服务端都没有启动：两行「没有应答」',
      async run(stage) {
        const program = stage.start([await unusedPort(), await unusedPort(), stage.random.word()]);
        await stage.until(() => program.exited, '程序自己结束', () => (program.printed('没有应答') ? 'never-ends' : 'waits-for-ever'));
        await ending(stage, program, ['甲 没有应答', '乙 没有应答'], 1);
        if (program.sendTimesMs.length > 2) stage.fail('asks-again', `没有人应答，程序一共寄了 ${program.sendTimesMs.length} 次，应当是 2 次。`);
        judgeWait(stage, program, 0);
      },
    },
  ],
};

export default exercise;
