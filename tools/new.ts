/**
 * `npm run new chapter 03-framing 成帧 [tcp 或 udp]`、`npm run new exercise 03-framing 1-split 切开也读得对`：
 * 铺好一章或一个练习。铺出来的程序能运行，关卡只剩下「待写」要你来消掉。
 */
import { fileURLToPath } from 'node:url';
import { newChapter } from './new/chapter.ts';
import { newExercise } from './new/exercise.ts';
import { NotLaidOut, write, type Plan } from './new/plan.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = ['用法：', '  npm run new chapter 编号-名字 标题 [tcp 或 udp]', '  npm run new exercise 编号-名字 编号-名字 标题', '例如：', '  npm run new chapter 03-framing 成帧 tcp', '  npm run new exercise 03-framing 1-split 切开也读得对'].join('\n');

try {
  const made = plan(process.argv.slice(2));
  write(root, made);
  report(made);
} catch (error) {
  if (!(error instanceof NotLaidOut)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function plan([kind, ...args]: string[]): Plan {
  if (kind === 'chapter') return newChapter(root, args);
  if (kind === 'exercise') return newExercise(root, args);
  throw new NotLaidOut(usage);
}

function report({ files, edits, next }: Plan): void {
  for (const file of files.keys()) console.log(`写了  ${file}`);
  for (const file of edits.keys()) console.log(`改了  ${file}`);
  console.log('\n接下来：');
  for (const [index, step] of next.entries()) console.log(`${index + 1}. ${step}`);
}
