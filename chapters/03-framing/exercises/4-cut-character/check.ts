/** 03-framing/4-cut-character 的检查：检查扮演速记员，把字符在每一个字节之间断开，看字幕坏不坏、迟不迟。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Diagnosis, Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';

const pieces = 'npx tsx chapters/03-framing/exercises/pieces.ts 等连 12000';
const diagnosis = (cause: string, section: string, ...sent: string[]): Diagnosis => ({
  cause,
  section,
  reproduce: [`先在一个终端里运行：${pieces} ${sent.map((piece) => `"${piece}"`).join(' ')}`, 'npx tsx {file} 12000'],
});

interface Scene {
  stage: Stage;
  program: Answer;
  typist: TcpPeer;
}

async function open(stage: Stage): Promise<Scene> {
  const server = await stage.tcpServer('速记员');
  const program = stage.start([server.port]);
  const typist = await stage.until(() => server.take(), '程序连上来', 'never-connects', program);
  return { stage, program, typist };
}

const shown = (program: Answer): string[] => program.lines.filter((line) => line.startsWith('字'));
const isBroken = (program: Answer): boolean => program.lines.some((line) => line.startsWith('断'));

/** 到现在为止，显示的应当就是这些字符，不多不少。 */
async function shows({ stage, program }: Scene, characters: readonly string[], orElse: string): Promise<void> {
  const expected = characters.map((character) => `字：${character}`);
  const wrong = (): number => shown(program).findIndex((line, index) => line !== expected[index]);
  await stage.until(() => shown(program).length >= expected.length || wrong() >= 0, `显示「${expected.at(-1)}」`, orElse, program);
  const at = wrong();
  if (at < 0) return;
  const line = shown(program)[at]!;
  stage.fail(misread(line.slice(2), expected[at]?.slice(2)), `应当打印「${expected[at] ?? '（没有了）'}」，打印的是「${line}」。`);
}

/** 显示错了：看它像哪一种误解。 */
function misread(actual: string, expected: string | undefined): string {
  const wanted = expected ?? '';
  if (wanted !== '' && [...wanted][0] !== actual && wanted.length > 1 && wanted.startsWith(actual)) return 'half-emoji';
  // 半个代理对写到终端上，就成了 U+FFFD。
  if (actual.includes('\uFFFD')) return wanted.length > 1 && actual === '\uFFFD' ? 'half-emoji' : 'cut-character';
  return [...actual].length > 1 ? 'not-one-by-one' : 'wrong-character';
}

/** 说完了（FIN）：都完整，以 0 结束。 */
async function ends(scene: Scene, characters: readonly string[]): Promise<void> {
  const { stage, program, typist } = scene;
  typist.end();
  const exited = await stage.until(() => program.exited, '程序自己结束', 'never-ends', program);
  await stage.intact(program);
  await shows(scene, characters, 'loses-characters');
  if (isBroken(program)) stage.fail('false-alarm', '字符都是完整的，程序却说断在半个字。');
  if (exited.code !== 0) stage.fail('wrong-exit-code', `退出码应当是 0，实际是 ${exited.code ?? '无'}。`);
}

const everySize = [...'aé中😀'];

const exercise: Exercise = {
  title: '直播字幕',
  startDiagnosis: 'cut-character',
  diagnoses: {
    'never-connects': diagnosis('没有人连上来：要连的是 `127.0.0.1`，端口是第一个参数，不能写死。', '/03-framing/#exercise-4', '中'),
    'cut-character': diagnosis('出现了 U+FFFD（�）：一个字断在两块里，每一块单独解码，半个字解不出来。要有一样东西把半个字留到下一块。', '/03-framing/#cut-character', '\\xe4', '\\xb8', '\\xad'),
    'waits-too-long': diagnosis('一个字已经收齐了，还没有显示：在等 FIN、等下一个字，或者等凑够几个字节。字节齐了就该马上显示。', '/03-framing/#exercise-4', '\\xe4', '\\xb8', '\\xad', 'a', 'b'),
    'half-emoji': diagnosis('一个表情被拆成了两个。JavaScript 的字符串用两个单位存它；按码点取要用 `for … of`。', '/03-framing/#exercise-4', '😀'),
    'not-one-by-one': diagnosis('一行里有好几个字符。一块里有几个字符，就打印几行。', '/03-framing/#exercise-4', '中文'),
    'wrong-character': diagnosis('显示的字和送来的不一样。送来的是 UTF-8，一个字符一到四个字节，一个也不改。', '/03-framing/#cut-character', 'é', '中'),
    'loses-characters': diagnosis('有的字符没有显示出来。', '/03-framing/#cut-character', '中a', '文'),
    'half-at-the-end': diagnosis('FIN 来的时候还有半个字，程序没有说「断在半个字」，或者把半个字也显示了。FIN 只说不再有了，不说齐了。', '/03-framing/#lines-server-5', '中', '\\xe4\\xb8'),
    'false-alarm': diagnosis('字符都是完整的，程序却说断在半个字，或者把送来的 U+FFFD 丢掉了。它自己也是一个字符，不能靠找它来判断。', '/03-framing/#exercise-4', '\\xef\\xbf\\xbd'),
    'never-ends': diagnosis('FIN 已经到了，程序却不结束：还有套接字、计时器或标准输入没有关上；没有人读走前面的字节，`\'end\'` 也不会来。', '/03-framing/#fin', '中'),
    'wrong-exit-code': diagnosis('退出码不对：都完整是 0，断在半个字是 1。', '/how-to-learn#exit-code', '中', '\\xe4\\xb8'),
  },
  checks: [
    {
      id: 'zhong',
      title: '「中」的三个字节分三块来：最后一个到了，马上显示',
      async run(stage) {
        const scene = await open(stage);
        await scene.typist.writeSplit('中', [1, 2]);
        await scene.typist.read();
        await shows(scene, ['中'], 'waits-too-long');
        await ends(scene, ['中']);
      },
    },
    {
      id: 'every-byte',
      title: '一到四个字节的字符，一个字节一个字节地来：收齐一个显示一个',
      async run(stage) {
        const scene = await open(stage);
        const characters: string[] = [];
        for (const character of [...everySize, '文', stage.random.word()[0]!, '😀']) {
          characters.push(character);
          await scene.typist.writeSplit(character, [1, 2, 3].filter((place) => place < Buffer.byteLength(character)));
          await scene.typist.read();
          await shows(scene, characters, 'waits-too-long');
        }
        await ends(scene, characters);
      },
    },
    {
      id: 'several',
      title: '一块里有好几个字符，末尾断在半个字',
      async run(stage) {
        const scene = await open(stage);
        const characters = [...`${stage.random.word()}中文${stage.random.word()}é😀字幕`];
        const whole = characters.join('');
        const bytes = Buffer.byteLength(whole);
        // 断在「幕」的第一个字节之后。
        await scene.typist.writeSplit(whole, [bytes - 2]);
        await shows(scene, characters, 'loses-characters');
        await ends(scene, characters);
      },
    },
    {
      id: 'every-split',
      title: '在每两个字节之间断开一次，都不坏',
      async run(stage) {
        const whole = everySize.join('');
        const scene = await open(stage);
        const characters: string[] = [];
        for (let place = 1; place < Buffer.byteLength(whole); place += 1) {
          characters.push(...everySize);
          await scene.typist.writeSplit(whole, [place]);
          await scene.typist.read();
          await shows(scene, characters, 'waits-too-long');
        }
        await ends(scene, characters);
      },
    },
    {
      id: 'replacement',
      title: '速记员真的打了一个 U+FFFD：它也是一个字符',
      async run(stage) {
        const scene = await open(stage);
        await scene.typist.writeSplit('a\uFFFDb', [2]);
        const expected = ['a', '\uFFFD', 'b'];
        await scene.typist.read();
        await stage.until(() => shown(scene.program).length >= 3 || isBroken(scene.program) || scene.program.exited, '显示三个字符', 'false-alarm', scene.program);
        if (isBroken(scene.program) || shown(scene.program).length < 3) stage.fail('false-alarm', '送来的 U+FFFD 是完整的一个字符，程序没有把它当作字符。');
        await ends(scene, expected);
      },
    },
    {
      id: 'half',
      title: '还有半个字就来了 FIN：说出来，退出码 1',
      async run(stage) {
        for (const [half, word] of [[Buffer.from('中').subarray(0, 2), '字'], [Buffer.from('😀').subarray(0, 3), 'a']] as const) {
          const scene = await open(stage);
          const { program, typist } = scene;
          await typist.write(Buffer.concat([Buffer.from(word), half]));
          await typist.read();
          typist.end();
          const exited = await stage.until(() => program.exited, '程序自己结束', 'never-ends', program);
          await stage.intact(program);
          if (shown(program).length > 1) stage.fail('half-at-the-end', `没有收齐的字也显示了：「${shown(program).at(-1)}」。`);
          if (!isBroken(program)) stage.fail('half-at-the-end', '还有半个字就来了 FIN，程序没有打印「断在半个字」。');
          await shows(scene, [word], 'loses-characters');
          if (exited.code !== 1) stage.fail('wrong-exit-code', `退出码应当是 1，实际是 ${exited.code ?? '无'}。`);
        }
      },
    },
  ],
};

export default exercise;
