/** 04-closing/2-storyteller 的检查：检查扮演说书人，用各种办法结束，看程序说听完了没有。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';

const mark = '（完）';
const teller = 'npx tsx chapters/04-closing/exercises/2-storyteller/teller.ts 12000';
const byHand = [teller, 'npx tsx {file} 12000', '应当打印一行「听完了，一共 3 行」'];
const hungUp = [`${teller} 崩溃`, 'npx tsx {file} 12000', '应当打印一行「没有听完」，退出码 1'];
const cut = [`${teller} 摔电话`, 'npx tsx {file} 12000', '应当打印一行「没有听完」，退出码 1'];

interface Scene {
  stage: Stage;
  program: Answer;
  /** 说书人的这一头。 */
  line: TcpPeer;
}

async function open(stage: Stage): Promise<Scene> {
  const server = await stage.tcpServer('说书人');
  const program = stage.start([server.port]);
  const line = await stage.until(() => server.take(), '程序连上来', 'never-connects', program);
  return { stage, program, line };
}

const verdicts = (program: Answer): string[] => program.lines.filter((line) => /^(?:听完了|没有听完)/.test(line)).map((line) => line.trimEnd());

/** 连接已经结束：等程序说完、结束，恰好一行。返回那一行。 */
async function verdict({ stage, program }: Scene, code: number, reproduce: 'listened' | 'failed'): Promise<string> {
  const orElse = (): string => (verdicts(program).length > 0 ? 'never-ends' : 'says-nothing');
  const exited = await stage.until(() => program.exited, '程序自己结束', orElse, program);
  if (program.crash) stage.fail('crashed', `程序崩溃了：${program.crash}`);
  const said = verdicts(program);
  if (said.length === 0) stage.fail('says-nothing', '程序没有说听完了，也没有说没有听完，就结束了。');
  if (said.length > 1) stage.fail('says-twice', `应当恰好说一行，实际说了 ${said.length} 行：${said.join('；')}。`);
  const right = reproduce === 'listened' ? said[0]!.startsWith('听完了') : said[0] === '没有听完';
  if (right && exited.code !== code) stage.fail('wrong-exit-code', `退出码应当是 ${code}，实际是 ${exited.code ?? `无（信号 ${exited.signal}）`}。`);
  return said[0]!;
}

/** 故事讲完了，一共 `count` 行；不是这样，诊断是 `orElse`。 */
async function listened(scene: Scene, count: number, orElse: string): Promise<void> {
  const said = await verdict(scene, 0, 'listened');
  if (said === `听完了，一共 ${count} 行`) return;
  if (said.startsWith('没有听完')) scene.stage.fail(orElse, '故事讲完了，程序却说没有听完。');
  scene.stage.fail(/^听完了，一共 -?\d+ 行$/.test(said) ? 'wrong-count' : 'wrong-print', `应当打印「听完了，一共 ${count} 行」，打印的是「${said}」。`);
}

/** 故事没有讲完；程序说听完了，诊断是 `orElse`。 */
async function notListened(scene: Scene, orElse: string): Promise<void> {
  const said = await verdict(scene, 1, 'failed');
  if (said.startsWith('听完了')) scene.stage.fail(orElse, `故事没有讲完，程序却打印了「${said}」。`);
  if (said !== '没有听完') scene.stage.fail('wrong-print', `应当打印「没有听完」，打印的是「${said}」。`);
}

/** 一个随机的故事，`count` 行，中间有一个空行。 */
function story(stage: Stage, count: number): string[] {
  const lines = Array.from({ length: count }, () => `${stage.random.word()}，且听下回。`);
  lines[1] = '';
  return lines;
}

const told = (...lines: string[]): string => lines.map((line) => `${line}\n`).join('');

const exercise: Exercise = {
  title: '故事听完了没有',
  startDiagnosis: 'trusts-fin',
  diagnoses: {
    'never-connects': {
      cause: '没有人连上来：要连的是 `127.0.0.1`，端口是第一个参数，不能写死。',
      section: '/02-tcp/#client-2',
      reproduce: byHand,
    },
    'trusts-fin': {
      cause: '连接结束了，就当作讲完了。`\'end\'` 只说对方的字节到此为止，`\'close\'` 的 `hadError` 是 `false` 也一样；讲完没有，要看最后一整行是不是（完）。',
      section: '/04-closing/#break-it',
      reproduce: hungUp,
    },
    'break-after-end': {
      cause: '故事已经讲完，后来才断开（RST），这不算没有听完：收没收全，看的是收到了什么，不是连接怎样结束。',
      section: '/04-closing/#break-it',
      reproduce: byHand,
    },
    'mark-inside': {
      cause: '一行里夹着（完），不是讲完了。整整一行都是它，才算。',
      section: '/04-closing/#exercise-2',
      reproduce: byHand,
    },
    'half-mark': {
      cause: '最后的半行没有换行，不是一行：换行到了，才知道这一行到此为止。',
      section: '/04-closing/#exercise-2',
      reproduce: hungUp,
    },
    'misses-mark': {
      cause: '故事讲完了，程序没有认出（完）：它断在两块里，也可能断在一个汉字中间。先把块接起来，再切成行。',
      section: '/02-tcp/#client-5',
      reproduce: byHand,
    },
    'wrong-count': {
      cause: '行数不对：（完）那一行不算，空行算。',
      section: '/04-closing/#exercise-2',
      reproduce: byHand,
    },
    'says-twice': {
      cause: '结局说了两遍：`\'error\'`（或 `\'end\'`）之后还有 `\'close\'`，只在一处判断。',
      section: '/04-closing/#exercise-2',
      reproduce: cut,
    },
    'says-nothing': {
      cause: '连接结束了，程序什么也没有说。不论怎样结束，最后都有一次 `\'close\'`。',
      section: '/04-closing/#server-3',
      reproduce: cut,
    },
    'wrong-print': {
      cause: '打印的行和题目说的不一样：听完了是「听完了，一共 N 行」，逗号是全角的，数字两边各一个空格；没有听完就是「没有听完」四个字。',
      section: '/04-closing/#exercise-2',
      reproduce: byHand,
    },
    'wrong-exit-code': {
      cause: '退出码不对：听完了是 0，没有听完是 1。',
      section: '/how-to-learn#exit-code',
      reproduce: cut,
    },
    'never-ends': {
      cause: '连接已经结束，程序却不结束：还有计时器没有取消，或者套接字没有关上。',
      section: '/04-closing/#client-6',
      reproduce: byHand,
    },
  },
  checks: [
    {
      id: 'whole',
      title: '好好讲完：数行，空行也算',
      async run(stage) {
        const scene = await open(stage);
        const count = stage.random.integer(3, 6);
        await scene.line.write(told(...story(stage, count), mark));
        scene.line.end();
        await listened(scene, count, 'misses-mark');
      },
    },
    {
      id: 'hung-up',
      title: '讲到一半来了 FIN：没有听完，退出码 1',
      async run(stage) {
        const scene = await open(stage);
        await scene.line.write(told(...story(stage, 3)));
        scene.line.end();
        await notListened(scene, 'trusts-fin');
      },
    },
    {
      id: 'inside',
      title: '一行里夹着（完）：不是讲完了',
      async run(stage) {
        const scene = await open(stage);
        await scene.line.write(told(`他说${mark}就走了`, `到了${mark}`, ...story(stage, 2)));
        scene.line.end();
        await notListened(scene, 'mark-inside');
      },
    },
    {
      id: 'half',
      title: 'FIN 来时最后一行还没有换行：没有听完',
      async run(stage) {
        const scene = await open(stage);
        await scene.line.write(`${told(...story(stage, 2))}${mark}`);
        scene.line.end();
        await notListened(scene, 'half-mark');
      },
    },
    {
      id: 'pieces',
      title: '在每一个字节之间断开：认得出（完）',
      async run(stage) {
        const scene = await open(stage);
        const whole = told(stage.random.word(), '', '庙', mark);
        await scene.line.writeSplit(whole, Array.from({ length: Buffer.byteLength(whole) - 1 }, (_, index) => index + 1));
        scene.line.end();
        await listened(scene, 3, 'misses-mark');
      },
    },
    {
      id: 'cut',
      title: '讲到一半断开（RST）：没有听完，只说一遍',
      async run(stage) {
        const scene = await open(stage);
        await scene.line.write(told(...story(stage, 2)));
        await scene.line.read();
        scene.line.reset();
        await notListened(scene, 'trusts-fin');
      },
    },
    {
      id: 'overtaken',
      title: '讲得飞快，还没有听就断开（RST）：不论 Node 怎样说，都没有听完',
      async run(stage) {
        const scene = await open(stage);
        await scene.line.write(told(...story(stage, 200)));
        scene.line.reset();
        await notListened(scene, 'trusts-fin');
      },
    },
    {
      id: 'cut-after',
      title: '讲完了才断开（RST）：听完了',
      async run(stage) {
        const scene = await open(stage);
        await scene.line.write(told(...story(stage, 2), mark));
        await scene.line.read();
        scene.line.reset();
        await listened(scene, 2, 'break-after-end');
      },
    },
  ],
};

export default exercise;
