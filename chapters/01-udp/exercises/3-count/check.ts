/** 01-udp/3-count 的检查：检查扮演好几个客户端，交错着来，一口气来，同一个端口、不同的地址来。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import { boundUdpPort } from '../../../../kit/bound.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { UdpPeer } from '../../../../kit/peers/udp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { visible } from '../../../../kit/trace.ts';

const byHand = ['npx tsx {file} 12000', '另开一个终端，再运行：', 'npx tsx chapters/01-udp/exercises/3-count/ask.ts 12000'];
const host = '127.0.0.1';
/** 让发送慢下来：应答还没有寄出，下一个报文就到了。 */
const slowSend = new URL('../5-closes-early/slow-send.mjs', import.meta.url).href;
/** 一下子来了这么多别的客户端，先来的也不能忘。 */
const crowdSize = 60;
/** 半天没来就忘掉的程序，在这么久的空闲里会露出来。 */
const idleMs = 600;

/** 寄去的一个报文，和它得到的应答。 */
interface Asked {
  who: string;
  address: string;
  port: number;
  text: string;
  answer: string;
}

interface Scene {
  stage: Stage;
  program: Answer;
  port: number;
  history: Asked[];
}

async function open(stage: Stage, port = 0, before?: string): Promise<Scene> {
  const program = stage.start([port], before);
  return { stage, program, port: await boundUdpPort(stage, program, port), history: [] };
}

/** 一种数法：问过这些之后，最后一次该答几。 */
type Way = (history: readonly Asked[]) => number;
type Same = (a: Asked, b: Asked) => boolean;
const sameClient: Same = (a, b) => a.address === b.address && a.port === b.port;

/** 到现在为止，和最后一个算同一个客户端的有几个；`same` 说了什么叫「同一个」。 */
function countBy(history: readonly Asked[], same: Same): number {
  return history.filter((one) => same(one, history.at(-1)!)).length;
}

/** 最后一个客户端连着来了几个，中间没有别人。 */
function countRun(history: readonly Asked[]): number {
  const last = history.at(-1)!;
  const before = history.findLastIndex((one) => !sameClient(one, last));
  return history.length - 1 - before;
}

const rightWay: Way = (history) => countBy(history, sameClient);

/** 每一种想错的数法。哪一种解释得了全部应答，就是哪一种。 */
const wrongWays: readonly [string, Way][] = [
  ['forgets', () => 1],
  ['one-counter', (history) => history.length],
  ['keyed-by-address', (history) => countBy(history, (a, b) => a.address === b.address)],
  ['keyed-by-port', (history) => countBy(history, (a, b) => a.port === b.port)],
  ['keys-run-together', (history) => countBy(history, (a, b) => `${a.address}${a.port}` === `${b.address}${b.port}`)],
  ['keyed-by-content', (history) => countBy(history, (a, b) => sameClient(a, b) && a.text.length === b.text.length)],
  ['keyed-by-content', (history) => countBy(history, (a, b) => sameClient(a, b) && a.text === b.text)],
  ['keyed-by-content', (history) => countBy(history, (a, b) => a.text === b.text)],
  ['skips-empty', (history) => countBy(history, (a, b) => sameClient(a, b) && a.text !== '')],
  ['resets', countRun],
  ['starts-at-zero', (history) => rightWay(history) - 1],
];

/** 问一次，等到应答，记下来。 */
async function ask({ stage, port, history }: Scene, client: UdpPeer, text: string): Promise<void> {
  const { address, port: clientPort } = client;
  await client.send(text, { address: host, port });
  const answer = await stage.until(() => client.take(), `${client.name}寄去 ${visible(text)} 的应答`, text === '' ? 'skips-empty' : 'no-answer');
  if (answer.port !== port) stage.fail('other-port', `服务端的端口是 ${port}，应答却是从端口 ${answer.port} 寄来的。`);
  if (!/^[1-9]\d*$|^0$/.test(answer.text)) stage.fail('wrong-format', `应答应当是一个十进制数，实际是 ${visible(answer.bytes)}。`);
  history.push({ who: client.name, address, port: clientPort, text, answer: answer.text });
}

/** 全部问完再看：应答越多，越分得清是哪一种数法。 */
function judgeCounts({ stage, history }: Scene): void {
  const agrees = (way: Way): boolean => history.every(({ answer }, index) => answer === String(way(history.slice(0, index + 1))));
  if (agrees(rightWay)) return;
  const first = history.findIndex(({ answer }, index) => answer !== String(rightWay(history.slice(0, index + 1))));
  const { who, answer } = history[first]!;
  const expected = rightWay(history.slice(0, first + 1));
  const diagnosis = wrongWays.find(([, way]) => agrees(way))?.[0] ?? (first > crowdSize && answer === '1' ? 'forgets-old' : 'wrong-count');
  stage.fail(diagnosis, `第 ${first + 1} 次问，是${who}寄来的第 ${expected} 个报文，应答应当是「${expected}」，实际是「${answer}」。`);
}

/** 没有多余的应答。 */
async function noMore({ stage }: Scene, clients: readonly UdpPeer[]): Promise<void> {
  await stage.settle();
  const extra = clients.find((client) => client.take());
  if (extra) stage.fail('answers-twice', `${extra.name}收到的应答比寄去的报文多。`);
}

/** 地址不同的客户端。Linux 和 Windows 上整个 127/8 都是本机；macOS 上只有 127.0.0.1，绑定不了。 */
async function elsewhere(stage: Stage, name: string, address: string, port = 0): Promise<UdpPeer | undefined> {
  return stage.udpPeer(`${name}（${address}）`, { address, port }).catch(() => undefined);
}

/** 三个容易混淆的客户端：前两个端口相同，第一个和第三个的地址和端口直接拼起来相同。 */
async function lookalikes(stage: Stage): Promise<UdpPeer[]> {
  for (let tries = 0; tries < 10; tries += 1) {
    const port = stage.random.integer(11_024, 19_999);
    const first = await elsewhere(stage, '甲', host, port);
    const second = first && (await elsewhere(stage, '乙', '127.0.0.2', port));
    const third = second && (await elsewhere(stage, '丙', '127.0.0.11', port - 10_000));
    if (third) return [first, second, third];
  }
  return [await stage.udpPeer('甲')];
}

const exercise: Exercise = {
  title: '各数各的',
  startDiagnosis: 'one-counter',
  diagnoses: {
    'no-answer': {
      cause: '有一个报文没有得到应答。每个报文都要答，应答寄给回调的第二个参数说的那个地址和端口。',
      section: '/01-udp/#server-5',
      reproduce: byHand,
    },
    'one-counter': {
      cause: '所有客户端共用了一个数。它们的报文从同一个套接字进来，要按寄信人的地址和端口分开，各有各的数。',
      section: '/01-udp/#envelope',
      reproduce: byHand,
    },
    'keyed-by-address': {
      cause: '只按地址分，没有看端口。同一台主机上的两个程序地址相同，端口不同，是两个客户端。',
      section: '/01-udp/#envelope',
      reproduce: byHand,
    },
    'keyed-by-port': {
      cause: '只按端口分，没有看地址。两台主机上的程序可以碰巧用同一个端口，它们是两个客户端。',
      section: '/01-udp/#envelope',
      reproduce: byHand,
    },
    'keys-run-together': {
      cause: '地址和端口直接拼在一起当钥匙，中间没有分隔，两个不同的客户端拼出了同样的字符串。',
      section: '/01-udp/#exercise-3',
      reproduce: ['node -p "\'127.0.0.1\' + 12345 === \'127.0.0.11\' + 2345"'],
    },
    'keyed-by-content': {
      cause: '报文的内容或长度不同，就当成了另一个客户端。回调的第二个参数里还有报文的长度 `size`，不要把它也放进钥匙里。',
      section: '/01-udp/#exercise-3',
      reproduce: byHand,
    },
    forgets: {
      cause: '每个报文都数成了第 1 个：数没有留到下一次。也许是变量声明在回调里，也许是拿 `client` 对象当 `Map` 的钥匙，而它每次都是新的对象。',
      section: '/01-udp/#exercise-3',
      reproduce: byHand,
    },
    'forgets-old': {
      cause: '别的客户端来得一多，先来的就被忘了，又从 1 数起：只记着最近的几个，或者隔一阵子就清空。中间来过多少人，都要接着数。',
      section: '/01-udp/#exercise-3',
      reproduce: byHand,
    },
    resets: {
      cause: '换了一个客户端，数就从头来过。每个客户端的数都要留着，别人来过以后，它接着往下数。',
      section: '/01-udp/#exercise-3',
      reproduce: byHand,
    },
    'skips-empty': {
      cause: '空的报文没有数进去，或者没有应答。长度是 0 也是一个报文。',
      section: '/01-udp/#server-3',
      reproduce: byHand,
    },
    'starts-at-zero': {
      cause: '数少了一个：第一个报文是第 1 个，不是第 0 个。先加一，再应答。',
      section: '/01-udp/#exercise-3',
      reproduce: byHand,
    },
    'counts-late': {
      cause: '报文一口气来了几个，有的数重复了或者跳过了：收到的时候没有马上数，等到应答寄出（或别的事做完）才数，这时下一个已经来过。',
      section: '/how-to-learn#callbacks',
      reproduce: ['npx tsx --import ./chapters/01-udp/exercises/5-closes-early/slow-send.mjs {file} 12000', '另开一个终端，再运行：', 'npx tsx chapters/01-udp/exercises/3-count/ask.ts 12000'],
    },
    'wrong-client': {
      cause: '一个客户端的应答，寄给了另一个客户端：寄信人记在了大家共用的变量里。每次回调都有自己的寄信人，用它。',
      section: '/01-udp/#server-5',
      reproduce: byHand,
    },
    'other-port': {
      cause: '应答不是从绑定的那个端口寄出的：用了另一个套接字。会核对来源的客户端不会认它。',
      section: '/01-udp/#client-5',
      reproduce: byHand,
    },
    'answers-twice': {
      cause: '一个报文得到了不止一个应答。每个报文只答一次。',
      section: '/01-udp/#exercise-3',
      reproduce: byHand,
    },
    'wrong-count': {
      cause: '数得不对，也不像哪一种常见的数法。看看对话，从第一个不对的数想起：那时程序记着什么。',
      section: '/01-udp/#exercise-3',
      reproduce: byHand,
    },
    'wrong-format': {
      cause: '应答只能是一个十进制数，例如 `3`：前后没有别的字，末尾没有换行，而且是数字的文字，不是一个字节。',
      section: '/01-udp/#exercise-3',
      reproduce: byHand,
    },
  },
  checks: [
    {
      id: 'interleaved',
      title: '几个客户端交错着来，各数各的；报文的内容不影响',
      async run(stage) {
        const [a, b, c] = stage.random.words(3) as [string, string, string];
        const scene = await open(stage);
        const [first, second] = [await stage.udpPeer('甲'), await stage.udpPeer('乙')];
        const third = (await elsewhere(stage, '丙', '127.0.0.2')) ?? second;
        const order: [UdpPeer, string][] = [[third, a], [first, a], [first, a], [first, b], [second, b], [first, ''], [second, ''], [first, `${b}${c}`], [third, c], [second, ''], [first, c]];
        for (const [client, text] of order) await ask(scene, client, text);
        for (let extra = 0; extra < 10; extra += 1) await ask(scene, [first, second, third][stage.random.integer(0, 2)]!, a);
        // 数要过十：两位数也是数。
        for (let extra = 0; extra < 6; extra += 1) await ask(scene, first, c);
        judgeCounts(scene);
        await noMore(scene, [first, second, third]);
      },
    },
    {
      id: 'crowd',
      title: '来过很多别的客户端以后，先来的接着往下数',
      async run(stage) {
        const scene = await open(stage);
        const [first, second] = [await stage.udpPeer('甲'), await stage.udpPeer('乙')];
        for (const client of [first, second, first]) await ask(scene, client, stage.random.word());
        for (let count = 1; count <= crowdSize; count += 1) await ask(scene, await stage.udpPeer(`第 ${count} 个路人`), stage.random.word());
        await stage.pause(idleMs);
        for (const client of [first, second]) await ask(scene, client, stage.random.word());
        judgeCounts(scene);
      },
    },
    {
      id: 'lookalikes',
      title: '端口相同、地址不同，是两个客户端',
      async run(stage) {
        const scene = await open(stage);
        const clients = await lookalikes(stage);
        const word = stage.random.word();
        for (const index of [0, 1, 0, 2, 1, 2, 0]) await ask(scene, clients[index] ?? clients[0]!, word);
        judgeCounts(scene);
        await noMore(scene, clients);
      },
    },
    {
      id: 'burst',
      title: '绑定参数说的端口；一口气来好几个，应答还没有寄出，一个也不数错',
      async run(stage) {
        const each = 12;
        const scene = await open(stage, await unusedPort(), slowSend);
        const clients = [await stage.udpPeer('甲'), await stage.udpPeer('乙')];
        for (let sent = 0; sent < each; sent += 1) for (const client of clients) await client.send(stage.random.word(), { address: host, port: scene.port });
        const total = (): number => clients.reduce((sum, { received }) => sum + received.length, 0);
        await stage.until(() => total() >= each * clients.length, `${each * clients.length} 个报文的应答`, 'no-answer');
        for (const client of clients) {
          const answers = client.received.map(({ text }) => text);
          if (answers.length !== each) stage.fail('wrong-client', `${client.name}寄去 ${each} 个报文，得到 ${answers.length} 个应答。`);
          const numbers = answers.map(Number).toSorted((a, b) => a - b);
          const right = numbers.every((number, index) => number === index + 1);
          if (!right) stage.fail(numbers.at(-1)! > each ? 'wrong-count' : 'counts-late', `${client.name}一口气寄去 ${each} 个报文，应答应当是 1 到 ${each} 各一个，实际是 ${answers.join('、')}。`);
        }
      },
    },
  ],
};

export default exercise;
