/** 02-tcp/2-four-tuples 的检查：检查扮演几个客户端，看两头的四元组写得对不对。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { firstDifference } from '../../../../kit/trace.ts';

const byHand = ['npx tsx {file} 12000', 'npx tsx chapters/02-tcp/client.ts 12000', '客户端先打印自己看到的本地和远端；拿它和两行四元组比一比'];

interface Scene {
  stage: Stage;
  program: Answer;
  /** 服务端监听的端口。 */
  port: number;
  /** 来过的客户端，按先后。 */
  clients: TcpPeer[];
}

async function open(stage: Stage): Promise<Scene> {
  const program = stage.start([await unusedPort()]);
  return { stage, program, port: await stage.listening(program), clients: [] };
}

/** 再来一个客户端；上一个还没有走。 */
async function arrive({ stage, port, clients }: Scene): Promise<TcpPeer> {
  const client = await stage.tcpClient(`第 ${clients.length + 1} 个客户端`, port);
  clients.push(client);
  return client;
}

const end = (port: number): string => `127.0.0.1:${port}`;
const isRecord = (line: string): boolean => line.startsWith('连接');

/** 服务端的终端上该有第 `n` 个连接的一行。 */
async function recorded(scene: Scene, n: number): Promise<void> {
  const { stage, program, port, clients } = scene;
  const client = clients[n - 1]!;
  const expected = `连接 ${n}：本地 ${end(port)}，远端 ${end(client.localPort)}`;
  const records = (): string[] => program.lines.filter(isRecord);
  await stage.until(() => records().length >= n, `第 ${n} 行「连接 ${n}：……」`, 'prints-nothing');
  const line = records()[n - 1]!;
  if (line === expected) return;
  stage.fail(misprinted(scene, line, n), `第 ${n} 个连接的一行不对。\n${firstDifference(expected, line)}`);
}

/** 客户端该得到自己那一头的四元组，然后是 FIN。 */
async function handed(scene: Scene, n: number): Promise<void> {
  const { stage, program, port, clients } = scene;
  const client = clients[n - 1]!;
  const expected = `你这一头：本地 ${end(client.localPort)}，远端 ${end(port)}`;
  await stage.until(() => client.ended || client.errored, `${client.name}收到一行四元组，然后是 FIN`, () => (client.text === '' ? 'sends-nothing' : 'no-fin'));
  if (client.errored) {
    await stage.intact(program);
    stage.fail('cut-off', `${client.name}没有等到 FIN，连接就断了（${client.errored}）。`);
  }
  const { text } = client;
  if (text === `${expected}\n`) return;
  await stage.intact(program);
  if (text === expected) stage.fail('no-newline', `${client.name}收到的一行末尾没有换行。`);
  if (text === '') stage.fail('sends-nothing', `${client.name}一个字节也没有收到，就收到了 FIN。`);
  stage.fail(mishanded(scene, text, client), `${client.name}收到的一行不对。\n${firstDifference(`${expected}\n`, text)}`);
}

/** 收到 FIN 以后还接着说几句：服务端说完了，不等于不听，不能以 RST 收场。 */
async function keepsTalking({ stage, program }: Scene, client: TcpPeer): Promise<void> {
  // 第一句引来 RST，第二句就写不出去了。
  for (const word of stage.random.words(3)) await client.write(`${word}\n`);
  await stage.intact(program);
  if (client.errored) stage.fail('cut-off', `${client.name}收到 FIN 以后接着说话，连接断了（${client.errored}）。`);
}

/** 一行里两头的端口。 */
function tuple(line: string): { local: number; remote: number } | undefined {
  const found = /本地 \S*:(\d+)，远端 \S*:(\d+)/.exec(line);
  return found ? { local: Number(found[1]), remote: Number(found[2]) } : undefined;
}

function misprinted(scene: Scene, line: string, n: number): string {
  const client = scene.clients[n - 1]!;
  const seen = tuple(line);
  const number = Number(/^连接 (\d+)/.exec(line)?.[1] ?? n);
  if (isRepeated(scene, number, n, seen?.remote)) return 'prints-twice';
  if (!seen) return /\d{4,}/.test(line) ? 'wrong-print' : 'no-tuple';
  if (seen.local === client.localPort && seen.remote === scene.port) return 'swapped';
  return wrongTuple(scene, seen.local, seen.remote, client) ?? (number === n ? 'wrong-print' : 'wrong-number');
}

/** 轮到第 `n` 个连接，说的却是先前的第 `number` 个：不是编号用重了，是同一个连接说了不止一行。 */
function isRepeated({ clients }: Scene, number: number, n: number, remote: number | undefined): boolean {
  return number < n && (remote === undefined || clients[number - 1]?.localPort === remote);
}

function mishanded(scene: Scene, line: string, client: TcpPeer): string {
  const seen = tuple(line);
  if (!seen) return 'wrong-print';
  if (seen.local === scene.port && seen.remote === client.localPort) return 'not-flipped';
  return wrongTuple(scene, seen.remote, seen.local, client) ?? 'wrong-print';
}

/** @param server 写成服务端端口的数 @param other 写成客户端端口的数 */
function wrongTuple({ port, clients }: Scene, server: number, other: number, client: TcpPeer): string | undefined {
  if (server !== port) return 'new-port';
  if (other === client.localPort) return undefined;
  return clients.some(({ localPort }) => localPort === other) ? 'mixed-up' : 'wrong-client-port';
}

/** 一个连接只有一行。 */
function noMore({ stage, program, clients }: Scene): void {
  const records = program.lines.filter(isRecord);
  if (records.length > clients.length) stage.fail('prints-twice', `来了 ${clients.length} 个连接，却打印了 ${records.length} 行以「连接」开头的话。`);
}

const exercise: Exercise = {
  title: '一个连接，两个四元组',
  startDiagnosis: 'no-tuple',
  diagnoses: {
    'new-port': {
      cause: '服务端的端口写得不对。接受连接不会打开新的端口：连接套接字的 `localPort`，就是服务端监听的那一个。',
      section: '/02-tcp/#sockets',
      reproduce: byHand,
    },
    'wrong-client-port': {
      cause: '客户端的端口写得不对：它是连接套接字的 `remotePort`，由客户端的系统挑选，每个连接都不同。',
      section: '/02-tcp/#sockets',
      reproduce: byHand,
    },
    swapped: {
      cause: '终端上的一行，本地和远端写反了。你站在服务端：本地是自己监听的端口，远端是客户端。',
      section: '/02-tcp/#client-2',
      reproduce: byHand,
    },
    'not-flipped': {
      cause: '送给客户端的，是服务端这一头的四元组。站在客户端那里看，本地和远端要换过来。',
      section: '/02-tcp/#client-2',
      reproduce: byHand,
    },
    'mixed-up': {
      cause: '这一行说的是另一个连接：几个连接的数不能放在同一个变量里，后来的会把先来的盖掉。四个数要从各自的连接套接字上取。',
      section: '/02-tcp/#server-3',
      reproduce: ['npx tsx {file} 12000', '在另外两个终端里各运行：npx tsx chapters/02-tcp/client.ts 12000'],
    },
    'listens-elsewhere': {
      cause: '监听的地址不是 `127.0.0.1`。`listen` 没有写地址，监听的是全部地址：IPv6 的 `::`，来的人地址里就有了冒号，写成 `::ffff:127.0.0.1`。监听时写明 `127.0.0.1`。',
      section: '/02-tcp/#server-2',
      reproduce: byHand,
    },
    'no-tuple': {
      cause: '这一行里没有两头的地址和端口。四个数都在连接套接字上：`localAddress`、`localPort`、`remoteAddress`、`remotePort`。',
      section: '/02-tcp/#exercise-2',
      reproduce: byHand,
    },
    'wrong-number': {
      cause: '编号不对：从 1 数起，按接受的先后，有人走了也不重复使用。',
      section: '/02-tcp/#exercise-2',
      reproduce: ['npx tsx {file} 12000', '运行三次：npx tsx chapters/02-tcp/client.ts 12000'],
    },
    'wrong-print': {
      cause: '这一行和题目说的不一样：每个连接恰好一行，地址和端口之间是半角冒号，「连接」后面空一格，逗号和冒号是全角的。',
      section: '/02-tcp/#exercise-2',
      reproduce: byHand,
    },
    'prints-twice': {
      cause: '同一个连接打印了不止一行以「连接」开头的话。每个连接恰好一行，在它来的时候；说话的时候、走的时候都不要再打印。',
      section: '/02-tcp/#exercise-2',
      reproduce: ['npx tsx {file} 12000', '运行一次：npx tsx chapters/02-tcp/client.ts 12000，输入一行字，按回车'],
    },
    'prints-nothing': {
      cause: '连接已经来了，终端上却没有它的一行。要在接受连接的回调里当场打印：不等客户端先说话，也不等先来的走。',
      section: '/02-tcp/#server-3',
      reproduce: byHand,
    },
    'sends-nothing': {
      cause: '客户端没有收到自己那一头的四元组。要在接受连接的回调里当场送出：不等客户端先说话，也不等先来的走。',
      section: '/02-tcp/#server-3',
      reproduce: byHand,
    },
    'cut-off': {
      cause: '客户端说了话，程序没有读走就把连接整个关掉，内核改发了 RST，连那一行也可能被冲掉。送完用 `end`，不要 `destroy`。',
      section: '/02-tcp/#server-5',
      reproduce: ['npx tsx {file} 12000', 'npx tsx chapters/02-tcp/exercises/talker.ts 12000，一连上就打字'],
    },
    'no-newline': {
      cause: '送给客户端的一行，末尾没有换行。TCP 没有边界，一行到哪里为止，要由换行来说。',
      section: '/02-tcp/#exercise-2',
      reproduce: byHand,
    },
    'no-fin': {
      cause: '那一行送到了，后面却没有 FIN。客户端读到 FIN 才知道话说完了：最后一次用 `end`，不用 `write`。',
      section: '/02-tcp/#server-5',
      reproduce: byHand,
    },
  },
  checks: [
    {
      id: 'silent',
      title: '来一个不说话的客户端：记一行，送它一行，然后是 FIN',
      async run(stage) {
        const scene = await open(stage);
        await arrive(scene);
        await recorded(scene, 1);
        await handed(scene, 1);
        noMore(scene);
      },
    },
    {
      id: 'together',
      title: '几个客户端同时连着：各有各的四元组，服务端的端口是同一个',
      async run(stage) {
        const scene = await open(stage);
        for (let count = 0; count < 3; count += 1) await arrive(scene);
        for (const n of [1, 2, 3]) await recorded(scene, n);
        for (const n of [1, 2, 3]) await handed(scene, n);
        // 有人走了，再来的人编号接着往下数。
        const [leaving] = scene.clients as [TcpPeer];
        leaving.end();
        await stage.until(() => leaving.closed, '第 1 个客户端走掉', 'no-fin');
        for (const n of [4, 5]) {
          const talking = await arrive(scene);
          await talking.write(`${stage.random.word()}\n`);
          await recorded(scene, n);
          await handed(scene, n);
          await keepsTalking(scene, talking);
        }
        await stage.settle();
        noMore(scene);
      },
    },
  ],
};

export default exercise;
