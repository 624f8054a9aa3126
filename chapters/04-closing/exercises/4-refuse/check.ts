/** 04-closing/4-refuse 的检查：检查扮演寄东西的人，报得太大还往里递，看听不听得清那一句。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { firstDifference } from '../../../../kit/trace.ts';

const limitBytes = 1000;
const refusal = `太大，最多 ${limitBytes} 字节\n`;
/** 内核的缓冲区放不下这么多：没有人读，就送不完。 */
const hugeBytes = 12_000_000;
/** 「等一会儿再关」的程序，在这么久的停顿里会露出来。 */
const hesitateMs = 600;

const sender = 'npx tsx chapters/04-closing/exercises/4-refuse/sender.ts 12000';
const byHand = ['npx tsx {file} 12000', sender, '应当听到「太大，最多 1000 字节」，然后是 FIN，没有被夹到手'];
const smallByHand = ['npx tsx {file} 12000', `${sender} 300`, '应当听到「收下 300 字节」，然后是 FIN'];

interface Scene {
  stage: Stage;
  program: Answer;
  port: number;
}

async function open(stage: Stage): Promise<Scene> {
  const program = stage.start([await unusedPort()]);
  return { stage, program, port: await stage.listening(program) };
}

/** 客户端该听到的一行，然后是 FIN。 */
async function hears({ stage, program }: Scene, client: TcpPeer, answer: string, silent: string): Promise<void> {
  const done = (): boolean => client.ended || client.errored !== undefined;
  await stage.until(done, `${client.name}听到「${answer.trimEnd()}」，然后是 FIN`, () => (client.received.length > 0 ? 'no-fin' : silent), program);
  await stage.intact(program);
  if (client.errored) stage.fail('rst-eats-answer', `${client.name}的连接断了（${client.errored}），此前听到「${client.text.trimEnd()}」。`);
  const different = firstDifference(answer, client.received);
  if (!different) return;
  stage.fail(misheard(client.text, answer), `${client.name}听到的不对。\n${different}`);
}

function misheard(text: string, answer: string): string {
  if (text === '') return 'no-answer';
  if (answer === refusal) return text.startsWith('收下') ? 'takes-it' : 'wrong-answer';
  if (text === refusal) return 'refuses-small';
  return /^收下 \d+ 字节\n$/.test(text) ? 'misreads-size' : 'wrong-answer';
}

/** 客户端也说完了：两个方向都关上，没有碰到 RST。 */
async function parts({ stage, program }: Scene, client: TcpPeer): Promise<void> {
  const done = (): boolean => client.closed || client.errored !== undefined;
  await stage.until(done, `${client.name}把东西递完，连接结束`, 'never-reads', program);
  await stage.intact(program);
  if (client.errored) stage.fail('rst-eats-answer', `${client.name}还在往里递，连接断了（${client.errored}）。`);
}

const exercise: Exercise = {
  title: '不收大件',
  startDiagnosis: 'rst-eats-answer',
  diagnoses: {
    'rst-eats-answer': {
      cause: '客户端还在送，连接被 RST 断开了，答的那一句可能就没有人读到。`destroy()` 以前没有读的、以后再来的，都会换来 RST；等一会儿再关也一样。说完了用 `end()`，后来的读走扔掉。',
      section: '/04-closing/#ways',
      reproduce: byHand,
    },
    'never-reads': {
      cause: '说了不收，就不再读：客户端送不完，他的 FIN 排在没读的字节后面，连接永远结束不了。读走，扔掉。',
      section: '/04-closing/#exercise-4',
      reproduce: byHand,
    },
    'answers-late': {
      cause: '读到那一行就该答。客户端还没有送后面的字节，也没有送 FIN，在等你说话。',
      section: '/04-closing/#exercise-4',
      reproduce: byHand,
    },
    'no-fin': {
      cause: '话说了，后面没有 FIN。最后一次用 `end`，不用 `write`。',
      section: '/04-closing/#server-5',
      reproduce: byHand,
    },
    'no-answer': {
      cause: '什么也没有说就送了 FIN。收与不收，都要答一行。',
      section: '/04-closing/#exercise-4',
      reproduce: byHand,
    },
    'takes-it': {
      cause: '超过 1000 字节的不收。',
      section: '/04-closing/#exercise-4',
      reproduce: byHand,
    },
    'refuses-small': {
      cause: '不超过 1000 字节的要收下，正好 1000 字节也是。',
      section: '/04-closing/#exercise-4',
      reproduce: [...smallByHand.slice(0, 1), `${sender} 1000`, '应当听到「收下 1000 字节」'],
    },
    'misreads-size': {
      cause: '字节数读错了：第一行可能分几块到，也可能和后面的字节同一块到。攒到换行为止，再读数；后面的收满了再答。',
      section: '/02-tcp/#server-4',
      reproduce: smallByHand,
    },
    'says-nothing': {
      cause: '东西收满了，却没有答。换行以后的字节数够了就答，不要等 FIN。',
      section: '/04-closing/#exercise-4',
      reproduce: smallByHand,
    },
    'wrong-answer': {
      cause: '答的那一行和题目说的不一样：「收下 N 字节」或「太大，最多 1000 字节」，逗号是全角的，数字两边各一个空格，以换行结束。',
      section: '/04-closing/#exercise-4',
      reproduce: byHand,
    },
  },
  checks: [
    {
      id: 'small',
      title: '不超过 1000 字节的收下，正好 1000 也收',
      async run(stage) {
        const scene = await open(stage);
        for (const size of [stage.random.integer(2, limitBytes - 1), limitBytes, 0]) {
          const client = await stage.tcpClient(`寄 ${size} 字节的人`, scene.port);
          await client.write(`${size}\n${'x'.repeat(size)}`);
          await hears(scene, client, `收下 ${size} 字节\n`, 'says-nothing');
          client.end();
        }
      },
    },
    {
      id: 'pieces',
      title: '报的数分两块到：攒到换行再读',
      async run(stage) {
        const scene = await open(stage);
        const client = await stage.tcpClient('慢慢报数的人', scene.port);
        const size = stage.random.integer(100, 999);
        const whole = `${size}\n${'x'.repeat(size)}`;
        await client.writeSplit(whole, [1, 3, 4, whole.length - 2]);
        await hears(scene, client, `收下 ${size} 字节\n`, 'says-nothing');
        client.end();
      },
    },
    {
      id: 'too-big',
      title: '超过 1000 字节的不收，多一个也不收',
      async run(stage) {
        const scene = await open(stage);
        for (const size of [limitBytes + 1, stage.random.integer(limitBytes + 2, 9_999)]) {
          const client = await stage.tcpClient(`寄 ${size} 字节的人`, scene.port);
          await client.write(`${size}\n${'x'.repeat(size)}`);
          await hears(scene, client, refusal, 'answers-late');
          client.end();
        }
      },
    },
    {
      id: 'at-once',
      title: '报得太大：还没有往里递，就听到「太大」；之后递的，没有人夹他的手',
      async run(stage) {
        const scene = await open(stage);
        const client = await stage.tcpClient('寄大件的人', scene.port);
        await client.write(`${hugeBytes}\n`);
        await hears(scene, client, refusal, 'answers-late');
        await stage.pause(hesitateMs);
        void client.write(Buffer.alloc(hugeBytes));
        client.end();
        await parts(scene, client);
      },
    },
    {
      id: 'busy',
      title: '一口气往里递，递完了才听：那一句还在',
      async run(stage) {
        const scene = await open(stage);
        const client = await stage.tcpClient('埋头递东西的人', scene.port);
        client.pause();
        let isWritten = false;
        const whole = Buffer.concat([Buffer.from(`${hugeBytes}\n`), Buffer.alloc(hugeBytes)]);
        void client.write(whole).then(() => (isWritten = true));
        // 断开的时候，写也算有了结果；这时还没有接着听，断开要听了才知道。
        await stage.until(() => isWritten || client.errored, '大件全递进去', 'never-reads', scene.program);
        client.resume();
        await hears(scene, client, refusal, 'no-answer');
        client.end();
        await parts(scene, client);
      },
    },
    {
      id: 'abrupt',
      title: '有人递到一半断开（RST）：后来的人照常',
      async run(stage) {
        const scene = await open(stage);
        const rude = await stage.tcpClient('甩手就走的人', scene.port);
        await rude.write('500\nxx');
        await rude.read();
        rude.reset();
        const client = await stage.tcpClient('后来的人', scene.port);
        const size = stage.random.integer(100, 999);
        await client.write(`${size}\n${'x'.repeat(size)}`);
        await hears(scene, client, `收下 ${size} 字节\n`, 'says-nothing');
        client.end();
      },
    },
  ],
};

export default exercise;
