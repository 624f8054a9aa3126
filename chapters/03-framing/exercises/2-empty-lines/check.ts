/** 03-framing/2-empty-lines 的检查。待写：检查扮演谁，看什么。 */
import type { Diagnosis, Exercise, Stage } from '../../../../kit/exercise.ts';

const section = '/03-framing/#exercise-2';
const reproduce = ['npx tsx {file}', '输入两行字，再按 Ctrl-D（Windows 上是 Ctrl-Z 和回车）'];
const diagnosis = (cause: string): Diagnosis => ({ cause, section, reproduce });

/** 把几行字喂给程序，等它结束，再看它说了什么。 */
async function readsLines(stage: Stage): Promise<void> {
  const words = stage.random.words(3);
  const program = stage.start([]);
  for (const word of words) program.type(word);
  program.endInput();
  await stage.until(() => program.printed('收到'), '一行「收到 …」', 'says-nothing');
  const exited = await stage.until(() => program.exited, '程序自己结束', 'never-ends');
  if (program.crash) stage.fail('crashed', `程序崩溃了：${program.crash}`);
  const said = program.lines.filter((line) => line.startsWith('收到'));
  const seen = `输入了 ${words.length} 行，打印了 ${said.length} 行「收到」。`;
  if (said.length < words.length) stage.fail('loses-line', seen);
  if (said.length > words.length) stage.fail('says-too-much', seen);
  const wrong = words.findIndex((word, index) => said[index] !== `收到 ${word.toUpperCase()}`);
  if (wrong >= 0) stage.fail('wrong-text', `第 ${wrong + 1} 行应当是「收到 ${words[wrong]!.toUpperCase()}」，打印的是「${said[wrong]}」。`);
  if (exited.code !== 0) stage.fail('wrong-exit-code', `退出码应当是 0，实际是 ${exited.code ?? '无'}。`);
}

const exercise: Exercise = {
  title: '留言板',
  startDiagnosis: 'says-nothing',
  diagnoses: {
    'says-nothing': diagnosis('待写：读到了一行，却没有打印。'),
    'loses-line': diagnosis('待写：有一行输入没有结果。'),
    'says-too-much': diagnosis('待写：同一行打印了不止一次。'),
    'wrong-text': diagnosis('待写：打印的内容和题目说的不一样。'),
    'wrong-exit-code': diagnosis('待写：读到结尾是正常的结束，退出码是 0。'),
  },
  checks: [{ id: 'lines', title: '待写：每一行有一个结果', run: readsLines }],
};

export default exercise;
