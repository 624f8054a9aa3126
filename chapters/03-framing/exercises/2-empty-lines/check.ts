/** 03-framing/2-empty-lines 的检查：检查扮演留言板，念有空行、没有字的留言，看程序数出几条几行。 */
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
  board: TcpPeer;
}

async function open(stage: Stage): Promise<Scene> {
  const server = await stage.tcpServer('留言板');
  const program = stage.start([server.port]);
  const board = await stage.until(() => server.take(), '程序连上来', 'never-connects', program);
  return { stage, program, board };
}

/** 一条留言是它的每一行。 */
type Note = readonly string[];

const read = (notes: readonly Note[]): string => notes.map((lines) => [...lines, ''].map((line) => `${line}\n`).join('')).join('');
const printed = (program: Answer): string[] => program.lines.filter((line) => line.startsWith('第')).map((line) => line.trimEnd());
const wanted = (notes: readonly Note[]): string[] => notes.map((lines, index) => `第 ${index + 1} 条：${lines.length} 行`);

/** 念完了这几条：该打印的都打印了，一个不差。`orElse` 是不对的时候的诊断。 */
async function heard({ stage, program }: Scene, notes: readonly Note[], orElse: string): Promise<void> {
  const expected = wanted(notes);
  const ready = (): boolean => printed(program).length >= expected.length || differs(program, expected) !== undefined;
  await stage.until(ready, `打印「${expected.at(-1)}」`, orElse, program);
  const wrong = differs(program, expected);
  if (wrong) stage.fail(/^第 \d+ 条：\d+ 行$/.test(wrong[1]) ? orElse : 'wrong-print', `应当打印「${wrong[0]}」，打印的是「${wrong[1]}」。`);
}

/** 第一处不同：应当是什么、打印的是什么。 */
function differs(program: Answer, expected: readonly string[]): [string, string] | undefined {
  const lines = printed(program);
  const at = lines.findIndex((line, index) => line !== expected[index]);
  return at < 0 ? undefined : [expected[at] ?? '（没有了）', lines[at]!];
}

/** 念完，送 FIN：程序以 0 结束，没有多打印。 */
async function ends(scene: Scene, notes: readonly Note[], orElse: string): Promise<void> {
  const { stage, program, board } = scene;
  board.end();
  const exited = await stage.until(() => program.exited, '程序自己结束', 'never-ends', program);
  await stage.intact(program);
  await heard(scene, notes, orElse);
  if (printed(program).length > notes.length) stage.fail(orElse, `一共 ${notes.length} 条，打印了 ${printed(program).length} 条。`);
  if (exited.code !== 0) stage.fail('wrong-exit-code', `退出码应当是 0，实际是 ${exited.code ?? '无'}。`);
}

const exercise: Exercise = {
  title: '留言板',
  startDiagnosis: 'drops-empty',
  diagnoses: {
    'never-connects': diagnosis('没有人连上来：要连的是 `127.0.0.1`，端口是第一个参数，不能写死。', '/03-framing/#exercise-2', 'hi\\n\\n'),
    'drops-empty': diagnosis('一条留言念完了（空行到了），程序没有打印。空行被滤掉了：`filter(Boolean)`、`if (line)`、按 `/\\n+/` 切，都会把它丢掉。', '/03-framing/#lines', 'hi\\n\\n'),
    'waits-for-fin': diagnosis('一条留言念完了，要等到 FIN 才打印。空行到了就知道念完了，连接可以一直开着。', '/03-framing/#two-ways', 'hi\\n\\n', 'bye\\n\\n'),
    'zero-lines': diagnosis('一行也没有的留言没有数进去，或者数错了。它也是一条，行数是 0；两条留言之间的空行不能合成一个。', '/03-framing/#exercise-2', 'hi\\n\\n\\na\\nb\\n\\n'),
    'blank-is-not-empty': diagnosis('只有空格的一行被当成了空行。空行是一个字节也没有；`trim` 会把空格去掉。', '/03-framing/#exercise-2', 'a\\n  \\nb\\n\\n'),
    'chunk-end': diagnosis('一块在换行的后面断开，程序就多数了一个空行。按换行切开以后，最后那个空的不是空行，是还没有来的下一行的开头。', '/03-framing/#lines-decoder', 'a\\n', 'b\\n\\n'),
    'per-chunk': diagnosis('切开了就数错：把一块当作完整的几行。没有换行的半行要留着，接上下一块。', '/03-framing/#lines-decoder', 'hel', 'lo\\n\\n'),
    'wrong-print': diagnosis('打印的行和题目说的不一样：「第」、序号、「条：」、行数、「行」，数的两边各空一格，冒号是全角的。', '/03-framing/#exercise-2', 'hi\\n\\n'),
    'never-ends': diagnosis('FIN 已经到了，程序却不结束：还有套接字、计时器或标准输入没有关上。', '/03-framing/#fin', 'hi\\n\\n'),
    'wrong-exit-code': diagnosis('退出码不对：听到 FIN 是正常的结束，退出码是 0。', '/how-to-learn#exit-code', 'hi\\n\\n'),
  },
  checks: [
    {
      id: 'one',
      title: '一条留言，两行：空行是它的结尾',
      async run(stage) {
        const scene = await open(stage);
        const notes: Note[] = [stage.random.words(2)];
        await scene.board.write(read(notes));
        await ends(scene, notes, 'drops-empty');
      },
    },
    {
      id: 'at-once',
      title: '念完一条就打印一条，连接一直开着',
      async run(stage) {
        const scene = await open(stage);
        const notes: Note[] = [];
        for (const word of stage.random.words(3)) {
          notes.push([word]);
          await scene.board.write(read(notes.slice(-1)));
          await heard(scene, notes, 'waits-for-fin');
        }
        await ends(scene, notes, 'waits-for-fin');
      },
    },
    {
      id: 'zero',
      title: '一行也没有的留言，也是一条',
      async run(stage) {
        const scene = await open(stage);
        const notes: Note[] = [[], stage.random.words(1), [], [], stage.random.words(3), []];
        await scene.board.write(read(notes));
        await heard(scene, notes, 'zero-lines');
        await ends(scene, notes, 'zero-lines');
      },
    },
    {
      id: 'blank',
      title: '只有空格的一行不是空行',
      async run(stage) {
        const scene = await open(stage);
        const notes: Note[] = [[stage.random.word(), '  ', stage.random.word()], [' ']];
        await scene.board.write(read(notes));
        await heard(scene, notes, 'blank-is-not-empty');
        await ends(scene, notes, 'blank-is-not-empty');
      },
    },
    {
      id: 'after-newline',
      title: '在换行的后面断开：没有多出空行',
      async run(stage) {
        const scene = await open(stage);
        const [one, two, three] = stage.random.words(3) as [string, string, string];
        const notes: Note[] = [[one, two], [three]];
        await scene.board.writeSplit(read(notes), [one.length + 1, one.length + two.length + 2]);
        await heard(scene, notes, 'chunk-end');
        await ends(scene, notes, 'chunk-end');
      },
    },
    {
      id: 'byte-by-byte',
      title: '一个字节一个字节地念',
      async run(stage) {
        const scene = await open(stage);
        const notes: Note[] = [stage.random.words(2), [], stage.random.words(1)];
        const whole = read(notes);
        await scene.board.writeSplit(whole, [...whole].map((_, index) => index).slice(1));
        await heard(scene, notes, 'per-chunk');
        await ends(scene, notes, 'per-chunk');
      },
    },
  ],
};

export default exercise;
