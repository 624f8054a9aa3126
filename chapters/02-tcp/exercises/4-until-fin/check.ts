/** 02-tcp/4-until-fin 的检查：检查扮演报天气的服务端，把话切成几块说，看程序听到了什么。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';
import { firstDifference } from '../../../../kit/trace.ts';

/** 把「安静了一会儿」当作说完的程序，在这么久的停顿里会露出来。 */
const silenceMs = 500;
/** 读到 FIN 以后，多等不能超过这么久，程序自己的时钟。 */
const mostLingerMs = 700;

const speaker = 'npx tsx chapters/02-tcp/exercises/4-until-fin/speaker.ts';
const byHand = [speaker, 'npx tsx {file} 12000', '应当打印一行「收到 13 字节：多云 12 度」'];
const brokenByHand = [`${speaker} 12000 摔电话`, 'npx tsx {file} 12000', '应当打印一行「没有听完」，退出码 1'];

interface Scene {
  stage: Stage;
  program: Answer;
  /** 服务端的这一头。 */
  line: TcpPeer;
}

async function open(stage: Stage): Promise<Scene> {
  const server = await stage.tcpServer('天气台');
  const program = stage.start([server.port]);
  const line = await stage.until(() => server.take(), '程序连上来', 'never-connects', program);
  return { stage, program, line };
}

const reports = (program: Answer): string[] => program.lines.filter((line) => line.startsWith('收到'));

/** FIN 已经送出：等它打印结果、结束，看结果对不对。 */
async function heard(scene: Scene, whole: string): Promise<void> {
  const { stage, program } = scene;
  const expected = `收到 ${Buffer.byteLength(whole)} 字节：${whole}`;
  await stage.until(() => reports(program).length > 0, '打印一行「收到 ……」', () => (program.lines.some((line) => line.startsWith('没有听完')) ? 'fin-is-not-error' : 'says-nothing'), program);
  const [line] = reports(program) as [string];
  if (line !== expected) stage.fail(misheard(line, whole), `听到的不对。\n${firstDifference(expected, line)}`);
  const exited = await stage.until(() => program.exited, '程序自己结束', 'never-ends', program);
  if (program.crash) stage.fail('crashed', `程序崩溃了：${program.crash}`);
  if (reports(program).length > 1) stage.fail('wrong-print', `以「收到」开头的应当只有一行，实际有 ${reports(program).length} 行。`);
  if (program.lines.includes('没有听完')) stage.fail('fin-is-not-error', '对方好好地说完了，程序却打印了「没有听完」。');
  judgeLinger(scene);
  if (exited.code !== 0) stage.fail('wrong-exit-code', `退出码应当是 0，实际是 ${exited.code ?? `无（信号 ${exited.signal}）`}。`);
}

/** 读到 FIN，到程序结束，用了多久。 */
function judgeLinger({ stage, program, line }: Scene): void {
  const finAt = program.finReadMs(line.remotePort, line.localPort);
  if (finAt === undefined || program.exitMs === undefined) return;
  const linger = Math.round(program.exitMs - finAt);
  if (linger > mostLingerMs) stage.fail('waits-by-clock', `FIN 到了以后，又过了 ${linger} 毫秒程序才结束。`);
}

/** 打印的和送去的不一样：看它像哪一种误解。 */
function misheard(line: string, whole: string): string {
  const found = /^收到 (\d+) 字节：(.*)$/.exec(line);
  if (!found) return 'wrong-print';
  const [count, text] = [Number(found[1]), found[2]!];
  if (text === whole) return count < Buffer.byteLength(whole) && count >= [...whole].length ? 'counts-characters' : 'wrong-print';
  if (text.length < whole.length && whole.startsWith(text.replace(/\uFFFD+$/, ''))) return 'first-piece';
  if (text.length < whole.length && whole.endsWith(text.replace(/^\uFFFD+/, ''))) return 'last-piece';
  return text.includes('\uFFFD') ? 'cut-character' : 'wrong-print';
}

/** 一句随机的天气，里面有一、二、三、四个字节的字符。 */
function forecast(stage: Stage): string {
  return `${stage.random.word()}：café 多云转晴 😀 ${stage.random.integer(10, 39)} 度`;
}

const exercise: Exercise = {
  title: '听到对方说完为止',
  startDiagnosis: 'first-piece',
  diagnoses: {
    'never-connects': {
      cause: '没有人连上来：要连的是 `127.0.0.1`，端口是第一个参数，不能写死。',
      section: '/02-tcp/#client-2',
      reproduce: byHand,
    },
    'first-piece': {
      cause: '只打印了前面的一部分：读了一块（或者对方歇了一会儿）就当作说完了。一句话分几块到，由不得你；FIN 到了才算完。',
      section: '/02-tcp/#client-5',
      reproduce: byHand,
    },
    'last-piece': {
      cause: '只打印了最后一块：新来的一块盖掉了前面的。要接在后面，不能代替。',
      section: '/02-tcp/#client-5',
      reproduce: byHand,
    },
    'cut-character': {
      cause: '出现了 U+FFFD（�）：一个汉字断在两块里，每一块单独解码，半个字解不出来。先把字节接好，最后解码一次；或者用 `setEncoding`。',
      section: '/02-tcp/#client-5',
      reproduce: byHand,
    },
    'counts-characters': {
      cause: '数的是字符，不是字节。字符串的 `length` 不是字节数：「度」是一个字符、三个字节。',
      section: '/02-tcp/#exercise-4',
      reproduce: byHand,
    },
    'says-nothing': {
      cause: 'FIN 已经到了，程序却没有打印。要听 `\'end\'`；没有人读走前面的字节，`\'end\'` 也不会来。',
      section: '/02-tcp/#client-5',
      reproduce: byHand,
    },
    'half-is-not-whole': {
      cause: '话没有说完就断开了，程序却当作说完了。`\'close\'` 在两种结局里都会来，只有 `\'end\'` 才是 FIN。',
      section: '/02-tcp/#client-5',
      reproduce: brokenByHand,
    },
    'break-unnoticed': {
      cause: '连接断开了（RST），程序没有打印「没有听完」。断开这件事，Node 用 `\'error\'` 来说。',
      section: '/02-tcp/#exercise-4',
      reproduce: brokenByHand,
    },
    'fin-is-not-error': {
      cause: '对方好好地说完了（FIN），程序却当作没有听完。只有 `\'error\'` 才是断开；`\'end\'` 和随后的 `\'close\'` 都是正常的结束。',
      section: '/02-tcp/#client-6',
      reproduce: byHand,
    },
    'wrong-print': {
      cause: '打印的行和题目说的不一样：恰好一行，「收到」之后是字节数，「字节」之后是全角冒号和全文，全文按 UTF-8 解码，一个字也不改。',
      section: '/02-tcp/#exercise-4',
      reproduce: byHand,
    },
    'never-ends': {
      cause: '话听完了，程序却不结束：还有计时器没有取消，或者还有别的套接字、标准输入没有关上。',
      section: '/02-tcp/#client-6',
      reproduce: byHand,
    },
    'waits-by-clock': {
      cause: 'FIN 早就到了，程序过了好一会儿才结束：听多久是按钟定的，或者有计时器没有取消。短了听不全，长了白等；听到 FIN 就是说完了。',
      section: '/02-tcp/#client-5',
      reproduce: byHand,
      timing: true,
    },
    'wrong-exit-code': {
      cause: '退出码不对：听完了是 0，没有听完是 1。',
      section: '/how-to-learn#exit-code',
      reproduce: brokenByHand,
    },
  },
  checks: [
    {
      id: 'whole',
      title: '一口气说完，马上挂断',
      async run(stage) {
        const scene = await open(stage);
        const whole = ` ${stage.random.word()} ${stage.random.word()}  `;
        await scene.line.write(whole);
        scene.line.end();
        await heard(scene, whole);
      },
    },
    {
      id: 'pieces',
      title: '断成几块说：全文是几块接起来的',
      async run(stage) {
        const scene = await open(stage);
        const words = stage.random.words(4);
        const whole = words.join(' ');
        await scene.line.writeSplit(whole, [words[0]!.length, whole.length - words[3]!.length]);
        scene.line.end();
        await heard(scene, whole);
      },
    },
    {
      id: 'cut',
      title: '在每一个字节之间断开：汉字不坏，数的是字节',
      async run(stage) {
        const scene = await open(stage);
        const whole = forecast(stage);
        await scene.line.writeSplit(whole, Array.from({ length: Buffer.byteLength(whole) - 1 }, (_, index) => index + 1));
        scene.line.end();
        await heard(scene, whole);
      },
    },
    {
      id: 'slow',
      title: '说到一半歇一会儿：安静不是说完',
      async run(stage) {
        const scene = await open(stage);
        const [before, after] = stage.random.words(2) as [string, string];
        await scene.line.write(before);
        await scene.line.read();
        await stage.pause(silenceMs);
        await scene.line.write(` ${after}`);
        scene.line.end();
        await heard(scene, `${before} ${after}`);
      },
    },
    {
      id: 'long',
      title: '说了很长，一块装不下',
      async run(stage) {
        const scene = await open(stage);
        const whole = `${stage.random.word()} ${'晴 阴 雨 '.repeat(10_000)}完`;
        await scene.line.write(whole);
        scene.line.end();
        await heard(scene, whole);
      },
    },
    {
      id: 'nothing',
      title: '一个字也没有说就挂断：0 字节',
      async run(stage) {
        const scene = await open(stage);
        scene.line.end();
        await heard(scene, '');
      },
    },
    {
      id: 'broken',
      title: '说到一半断开（RST）：没有听完，退出码 1',
      async run(stage) {
        const { program, line } = await open(stage);
        await line.write(stage.random.word());
        // 程序读走了这一块才断开：RST 紧跟着没有读走的字节，libuv 1.52 以前会把它说成 FIN，那不是答案的错。
        await line.read();
        line.reset();
        const told = (): boolean => program.lines.includes('没有听完');
        const exited = await stage.until(() => program.exited, '程序自己结束', () => (told() ? 'never-ends' : 'break-unnoticed'), program);
        if (program.crash) stage.fail('crashed', `程序崩溃了：${program.crash}`);
        const [half] = reports(program);
        if (half) stage.fail('half-is-not-whole', `话没有说完，程序却打印了「${half}」。`);
        if (!told()) stage.fail('break-unnoticed', '连接断开了，程序没有打印一行「没有听完」就结束了。');
        if (exited.code !== 1) stage.fail('wrong-exit-code', `退出码应当是 1，实际是 ${exited.code ?? `无（信号 ${exited.signal}）`}。`);
      },
    },
  ],
};

export default exercise;
