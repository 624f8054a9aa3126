/** 03-framing/3-flood 的检查：检查扮演说个没完的人和别的人，看上限管不管用、内存涨不涨。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Diagnosis, Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { firstDifference } from '../../../../kit/trace.ts';

const maxLineBytes = 1000;
const refusal = '太长了\n';
/** 说个没完的人一共说多少字节：存下来就超过 memory.mjs 里的上限，读走不存的远远不到。 */
const floodBytes = 200_000_000;
const flood = Buffer.alloc(2_000_000, 'a');
const stuckMs = 15_000;
const watch = new URL('memory.mjs', import.meta.url).href;

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

async function open(stage: Stage, before?: string): Promise<Scene> {
  const program = stage.start([await unusedPort()], before);
  return { stage, program, port: await stage.listening(program) };
}

/** 它收到的应答以这些开头就对；不对的，诊断是 `orElse`。 */
async function hears({ stage, program }: Scene, peer: TcpPeer, expected: string, orElse: string): Promise<void> {
  const gone = (): boolean => peer.ended || peer.errored !== undefined;
  await stage.until(() => peer.received.length >= Buffer.byteLength(expected) || gone(), `${peer.name}听到 ${JSON.stringify(expected)}`, () => (stored(program) ? 'unbounded' : orElse), program);
  await stage.intact(program);
  const different = firstDifference(expected, peer.received);
  if (!different) return;
  if (expected !== refusal && peer.text.includes(refusal)) stage.fail(expected.includes(refusal) ? orElse : 'too-strict', `${peer.name}没有太长，却听到了「太长了」。\n${different}`);
  if (peer.errored && peer.text === '') stage.fail('message-lost', `${peer.name}什么也没有听到，连接就断了（${peer.errored}）。`);
  if (peer.text === '' && peer.ended) stage.fail('not-told', `${peer.name}只收到 FIN，没有听到一个字。`);
  stage.fail(orElse, `${peer.name}听到的不对。\n${different}`);
}

const stored = (program: Answer): boolean => program.lines.some((line) => line.startsWith('检查程序看到：内存占用'));

/** 请走了：听到「太长了」之后有 FIN；他也说完，连接两头都关上。 */
async function dismissed(scene: Scene, peer: TcpPeer): Promise<void> {
  const { stage, program } = scene;
  await stage.until(() => peer.ended || peer.errored, `${peer.name}收到 FIN`, 'no-fin', program);
  await stage.intact(program);
  peer.end();
  await stage.until(() => peer.closed, `${peer.name}也说完，连接两头都关上`, 'never-reads', program);
  await stage.intact(program);
  if (peer.errored) stage.fail('message-lost', `${peer.name}的连接被断开了（${peer.errored}）。`);
}

/** 说一大段；程序把它读走了，或者已经看得出结果，就是真。机器再忙，也不该这么久一动不动。 */
async function wasTaken({ stage, program }: Scene, peer: TcpPeer): Promise<boolean> {
  const sent = { taken: false };
  void peer.write(flood).then(() => (sent.taken = true));
  const deadline = performance.now() + stuckMs;
  while (!sent.taken && !peer.closed && !stored(program) && !program.exited) {
    if (performance.now() > deadline) return false;
    await stage.pause(10);
  }
  return true;
}

/** 别的人说一行，应答对不对。 */
async function others(scene: Scene, peer: TcpPeer): Promise<void> {
  const { stage, program } = scene;
  const before = peer.text;
  const word = stage.random.word();
  await peer.write(`${word}\n`);
  const expected = `${before}${word.length}\n`;
  await stage.until(() => peer.text.length >= expected.length || peer.ended || peer.errored, `${peer.name}听到「${word.length}」`, 'hurts-others', program);
  await stage.intact(program);
  const different = firstDifference(expected, peer.received);
  if (different) stage.fail('hurts-others', `${peer.name}听到的不对。\n${different}`);
}

const exercise: Exercise = {
  title: '说个没完的人',
  startDiagnosis: 'no-limit',
  diagnoses: {
    'no-limit': diagnosis('一行已经超过 1000 字节，换行还没有来，程序一声不响地等着。每来一块就要量，不能等到换行。', '/03-framing/#flood', '×3000'),
    'per-chunk-limit': diagnosis('量的是一块，不是一行：一行分成许多小块来，就漏过去了。要量的是存着的加上新来的。', '/03-framing/#lines-decoder', '×600', '×600'),
    'too-strict': diagnosis('没有超过 1000 字节的一行，也被当作太长。上限管的是一行的内容，不是一块，不是整个连接，也不算换行；恰好 1000 不算太长。', '/03-framing/#exercise-3', '×600', '\\n', '×600', '\\n'),
    'counts-characters': diagnosis('量的是字符，不是字节。「中」是一个字符，三个字节。', '/03-framing/#length-prefix', '中中中\\n'),
    unbounded: diagnosis('说过「太长了」以后，后来的话还在存着，内存跟着涨。请走的人，他的话读走就行，不要存。', '/03-framing/#flood', '×3000', '×100000000'),
    'not-told': diagnosis('太长的人没有听到「太长了」，连接就断了。`destroy` 不说话；先用 `end` 说完。', '/03-framing/#lines-server-4', '×3000'),
    'message-lost': diagnosis('他的话还没有读走，连接就关上了，内核改发了 RST，那一行也可能被冲掉。用 `end` 说完，后来的话读走不看，等他送来 FIN。', '/03-framing/#lines-server-4', '×3000', '×100000000'),
    'no-fin': diagnosis('说了「太长了」，没有送 FIN。说完要用 `end`，不用 `write`。', '/03-framing/#fin', '×3000'),
    'never-reads': diagnosis('说完「太长了」就不再读：他的话送不完，FIN 也送不到，连接一直占着。接着读走，不看。', '/03-framing/#lines-server-4', '×3000', '×100000000'),
    'says-again': diagnosis('请走以后还在应答他后来的话，或者「太长了」说了不止一次。', '/03-framing/#exercise-3', '×3000', 'a\\nb\\n'),
    'drops-before': diagnosis('太长的那一行前面还有几行，没有应答它们。先把前面的都答完，再说「太长了」。', '/03-framing/#lines-server-3', 'a\\nbb\\n', '×3000'),
    'not-listening': diagnosis('后来的人连不上：程序没有在第一个参数说的端口上监听，或者有人太长以后就不再监听了。只动那一个连接，不要关上 `server`。', '/03-framing/#lines-server-4', '×3000'),
    'hurts-others': diagnosis('一个人太长，连累了别的人。只动那一个连接，不要 `process.exit`，也不要断开别的连接。', '/03-framing/#lines-server-2', '×3000'),
    'wrong-answer': diagnosis('应答和题目说的不一样：每一行应答它的字节数和一个换行，切在哪里都一样，空行是 0。', '/03-framing/#exercise-3', 'hello\\n\\n'),
  },
  checks: [
    {
      id: 'measures',
      title: '量得对：空行、汉字、断成几块的一行',
      async run(stage) {
        const scene = await open(stage);
        const peer = await stage.tcpClient('说话的人', scene.port);
        const word = stage.random.word();
        await peer.writeSplit(`${word}\n\nhello wor`, [2]);
        await peer.read();
        await peer.write('ld\n');
        await hears(scene, peer, `${word.length}\n0\n11\n`, 'wrong-answer');
        await peer.write('中a\n');
        await hears(scene, peer, `${word.length}\n0\n11\n4\n`, 'counts-characters');
      },
    },
    {
      id: 'flood',
      title: '3000 个字节没有换行：马上听到「太长了」和 FIN；别人照常',
      async run(stage) {
        const scene = await open(stage);
        const other = await stage.tcpClient('别的人', scene.port);
        await others(scene, other);
        const peer = await stage.tcpClient('说个没完的人', scene.port);
        await peer.write(Buffer.alloc(3 * maxLineBytes, 'a'));
        await hears(scene, peer, refusal, 'no-limit');
        await dismissed(scene, peer);
        await others(scene, other);
        await others(scene, await stage.tcpClient('后来的人', scene.port));
      },
    },
    {
      id: 'small-pieces',
      title: '一行分许多小块来，加起来超过 1000 字节',
      async run(stage) {
        const scene = await open(stage);
        const peer = await stage.tcpClient('慢慢说的人', scene.port);
        for (let sent = 0; sent <= maxLineBytes; sent += 91) {
          await peer.write(Buffer.alloc(91, 'a'));
          await peer.read();
        }
        await hears(scene, peer, refusal, 'per-chunk-limit');
        await dismissed(scene, peer);
      },
    },
    {
      id: 'exactly',
      title: '恰好 1000 字节不算太长，1001 才算；许多短行加起来多长都行',
      async run(stage) {
        const scene = await open(stage);
        const peer = await stage.tcpClient('恰好的人', scene.port);
        const line = `${'a'.repeat(maxLineBytes)}\n`;
        const short = `${'b'.repeat(99)}\n`;
        await peer.write(line.repeat(3) + short.repeat(40));
        await peer.writeSplit(line, [maxLineBytes]);
        const answers = `${'1000\n'.repeat(3)}${'99\n'.repeat(40)}1000\n`;
        await hears(scene, peer, answers, 'too-strict');
        const chinese = `${'中'.repeat(333)}ab`;
        await peer.write(`${chinese}\n`);
        await hears(scene, peer, `${answers}${refusal}`, 'counts-characters');
        await dismissed(scene, peer);
      },
    },
    {
      id: 'before',
      title: '太长的一行前面还有几行：先答它们；后来的不答',
      async run(stage) {
        const scene = await open(stage);
        const peer = await stage.tcpClient('说得急的人', scene.port);
        await peer.write(`a\nbb\n${'c'.repeat(2 * maxLineBytes)}\nddd\n`);
        await hears(scene, peer, `1\n2\n${refusal}`, 'drops-before');
        await peer.write('eeee\n');
        await dismissed(scene, peer);
        if (peer.text !== `1\n2\n${refusal}`) stage.fail('says-again', `${peer.name}在「太长了」以后还听到：${JSON.stringify(peer.text.slice(`1\n2\n${refusal}`.length))}。`);
      },
    },
    {
      id: 'memory',
      title: '接着说上两百兆字节：听得到「太长了」，内存不跟着涨，好好关上',
      async run(stage) {
        const scene = await open(stage, watch);
        const peer = await stage.tcpClient('不理会的人', scene.port);
        const other = await stage.tcpClient('别的人', scene.port);
        for (let sent = 0; sent < floodBytes && !peer.closed; sent += flood.length) {
          if (!(await wasTaken(scene, peer))) stage.fail('never-reads', `${peer.name}还在说，程序却一直不读。`);
          if (stored(scene.program)) stage.fail('unbounded', '程序占用的内存跟着他的话涨。');
        }
        await hears(scene, peer, refusal, 'no-limit');
        await dismissed(scene, peer);
        if (stored(scene.program)) stage.fail('unbounded', '程序占用的内存跟着他的话涨。');
        await others(scene, other);
      },
    },
  ],
};

export default exercise;
