import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { Progress } from '../../learn/files/progress.ts';
import { realDisk } from '../../learn/files/disk.ts';
import { expectSuccess, launch } from '../support/programs.ts';
import { temporaryFolder } from '../support/files.ts';
import { tsxCommand } from '../../kit/program.ts';
import { powerCutAt, readOnly } from './support/disk.ts';
import { tickingClock } from './support/course.ts';

const id = '01-udp/1-retry';
const sum = '9f86d081884c7d65';

function notebook(context: TestContext): { folder: string; file: string; progress: Progress; write: (text: string | Buffer) => void } {
  const folder = join(temporaryFolder(context), 'answers');
  const file = join(folder, 'progress.txt');
  return {
    folder,
    file,
    progress: new Progress(folder, realDisk, tickingClock()),
    write: (text) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, text);
    },
  };
}

describe.concurrent('进度', () => {
  test('记成一行人读得懂的话', (context) => {
    const { file, progress } = notebook(context);
    progress.pass(id, sum);
    progress.hinted(id, 2);
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^#.*\n${id}  通过 2026-09-01  文件 ${sum}  提示 2\n$`));
  });

  test('文件改过，就不算做完了', (context) => {
    const { progress } = notebook(context);
    progress.pass(id, sum);
    expect([progress.isDone(id, sum), progress.isDone(id, '别的'), progress.isDone(id, undefined)]).toEqual([true, false, false]);
  });

  test('手改过：多了空格、空行、自己的批注，都认，批注留着', (context) => {
    const { file, progress, write } = notebook(context);
    write(`\n${id}   通过  2026-08-01   文件   ${sum}  \r\n\n这一题真难\n`);
    expect(progress.isDone(id, sum)).toBe(true);
    progress.hinted('01-udp/2-next', 1);
    expect(readFileSync(file, 'utf8')).toContain('这一题真难');
    expect(progress.isDone(id, sum)).toBe(true);
  });

  test.for([
    ['空文件', ''],
    ['半行', '01-udp/1-retry  通'],
    ['别的文字', '{"passed": true}'],
    ['不是文字', Buffer.from([0, 255, 254, 10, 200, 0])],
  ] as const)('坏了（%s）：当作没有进度，照样能记', ([, content], context) => {
    const { progress, write } = notebook(context);
    write(content as string | Buffer);
    expect(progress.of(id)).toEqual({});
    expect(progress.pass(id, sum)).toBeUndefined();
    expect(progress.isDone(id, sum)).toBe(true);
  });

  test('不是文字的进度文件，先另存一份', (context) => {
    const { folder, progress, write } = notebook(context);
    const bytes = Buffer.from([0, 255, 10]);
    write(bytes);
    progress.pass(id, sum);
    const [saved] = readdirSync(join(folder, 'backups'));
    expect(readFileSync(join(folder, 'backups', saved!))).toEqual(bytes);
  });

  test('写到一半停电：要么是旧的整份，要么是新的整份', (context) => {
    for (let step = 1; ; step += 1) {
      const { folder, file, progress } = notebook(context);
      progress.pass(id, sum);
      const before = readFileSync(file, 'utf8');
      const { disk, happened } = powerCutAt(step);
      new Progress(folder, disk).hinted(id, 3);
      expect([before, before.replace('\n', '\n').replace(sum, `${sum}  提示 3`)]).toContain(readFileSync(file, 'utf8'));
      if (!happened()) return;
    }
  });

  test('写不进去：说一句，不抛错', (context) => {
    const { folder, file } = notebook(context);
    expect(new Progress(folder, readOnly()).pass(id, sum)).toBe('进度没有记下：这个磁盘是只读的。');
    expect(existsSync(file)).toBe(false);
  });

  test('锁的主人已经不在了，不必等', (context) => {
    const { folder, progress } = notebook(context);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.learn.lock'), '4194304');
    expect(progress.pass(id, sum)).toBeUndefined();
  });
});

test('几个终端同时记，一条也不少', async (context) => {
  const { folder, progress } = notebook(context);
  const writers = [1, 2, 3].map((writer) => launch(context, ...tsxCommand('tests/learn/support/writer.ts', [folder, String(writer)])));
  for (const writer of writers) await expectSuccess(writer);
  const missing = [1, 2, 3].flatMap((writer) => Array.from({ length: 10 }, (_, index) => `0${writer}-x/${index}-y`)).filter((one) => !progress.isDone(one, sum));
  expect(missing).toEqual([]);
});
