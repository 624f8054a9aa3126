import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import type { Answers } from '../../learn/files/answers.ts';
import { patient, realDisk, type Disk } from '../../learn/files/disk.ts';
import { answersOf, id, smallCourse } from './support/course.ts';
import { failingFirst, failureAt, powerCutAt, readOnly, withoutLinks } from './support/disk.ts';

const start = '// 起点\n';

/** 这个文件夹里（连同备份）现在有哪些内容。 */
function contentsUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

interface Desk {
  answers: Answers;
  folder: string;
  write: (text: string) => void;
  read: () => string;
  on: (disk: Disk) => Answers;
}

function desk(context: TestContext): Desk {
  const { course, folder } = smallCourse(context);
  const file = join(folder, `${id}.ts`);
  return {
    answers: answersOf(course, folder),
    folder,
    write: (text) => {
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, text);
    },
    read: () => readFileSync(file, 'utf8'),
    on: (disk) => answersOf(course, folder, disk),
  };
}

describe.concurrent('第一次', () => {
  test('从起点抄一份；已经有了，就不动它', (context) => {
    const { answers, read, write } = desk(context);
    expect(answers.ensure(id)).toBe(true);
    expect(read()).toBe(start);
    write('写了一半');
    expect(answers.ensure(id)).toBe(false);
    expect(read()).toBe('写了一半');
  });

  test('抄到一半停电：要么没有，要么是整份', (context) => {
    for (let step = 1; ; step += 1) {
      const { on, answers, read } = desk(context);
      const { disk, happened } = powerCutAt(step);
      attempt(() => on(disk).ensure(id));
      expect(answers.exists(id) ? read() : start).toBe(start);
      if (!happened()) return;
    }
  });
});

describe.concurrent('reset：从头再来', () => {
  test('起点放回原处，原来的一份在备份里，名字里没有冒号', (context) => {
    const { answers, read, write } = desk(context);
    write('我的');
    const backup = answers.reset(id)!;
    expect(read()).toBe(start);
    expect(readFileSync(backup, 'utf8')).toBe('我的');
    expect(backup).toMatch(/2026-09-01_14-00-01-001\.ts$/);
  });

  test('本来就是起点，不留没有用的备份', (context) => {
    const { answers } = desk(context);
    answers.ensure(id);
    expect(answers.reset(id)).toBeUndefined();
    expect(answers.backups(id)).toEqual([]);
  });

  test('同一秒里两次，备份也不会覆盖', (context) => {
    const { course, folder } = smallCourse(context);
    const frozen = (): Answers => new (answersOf(course, folder).constructor as typeof Answers)(course, folder, realDisk, () => new Date(2026, 8, 1));
    for (const text of ['一', '二', '三']) {
      mkdirSync(join(folder, '01-small'), { recursive: true });
      writeFileSync(join(folder, `${id}.ts`), text);
      frozen().reset(id);
    }
    expect(frozen().backups(id).map((file) => readFileSync(file, 'utf8'))).toEqual(['一', '二', '三']);
  });
});

describe.concurrent('undo：取回来', () => {
  test('一次一份，从新到旧；走到头说没有了', (context) => {
    const { answers, read, write } = desk(context);
    for (const text of ['一', '二']) {
      write(text);
      answers.reset(id);
    }
    answers.undo(id);
    expect(read()).toBe('二');
    answers.undo(id);
    expect(read()).toBe('一');
    expect(() => answers.undo(id)).toThrow('没有更早的备份');
    expect(answers.backups(id)).toHaveLength(2);
  });

  test('reset 之后又写了新的：新的先留一份，再取回旧的', (context) => {
    const { answers, read, write } = desk(context);
    write('旧的');
    answers.reset(id);
    write('新的');
    const { kept } = answers.undo(id);
    expect(read()).toBe('旧的');
    expect(readFileSync(kept!, 'utf8')).toBe('新的');
  });

  test('文件被删掉了，也取得回来', (context) => {
    const { answers, read, write, folder } = desk(context);
    write('我的');
    answers.reset(id);
    realDisk.rmSync(join(folder, `${id}.ts`));
    answers.undo(id);
    expect(read()).toBe('我的');
  });

  test('没有备份：说备份从哪里来', (context) => {
    expect(() => desk(context).answers.undo(id)).toThrow('没有备份：备份由 reset 留下');
  });
});

/** 出了错就算了：要看的是之后磁盘上还有什么。 */
function attempt(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const work = { reset: (answers: Answers) => answers.reset(id), undo: (answers: Answers) => answers.undo(id) };

describe.concurrent.for(['reset', 'undo'] as const)('%s 走到哪一步出错，写过的都还在', (name) => {
  test('停电在任何一步', (context) => {
    for (let step = 1; ; step += 1) {
      const { answers, on, write, folder } = desk(context);
      write('旧的');
      answers.reset(id);
      write('新的');
      const { disk, happened } = powerCutAt(step);
      attempt(() => work[name](on(disk)));
      expect(contentsUnder(folder), `第 ${step} 步`).toEqual(expect.arrayContaining(['旧的', '新的']));
      // 再来一次，照样做得成。
      work.reset(answers);
      expect(contentsUnder(folder)).toEqual(expect.arrayContaining(['旧的', '新的']));
      if (!happened()) return;
    }
  });

  test.for(['ENOSPC', 'EIO', 'EBUSY'])('任何一步写失败一次（%s）：说明原因，东西都在', (code, context) => {
    for (let step = 1; ; step += 1) {
      const { answers, on, write, folder, read } = desk(context);
      write('旧的');
      answers.reset(id);
      write('新的');
      const { disk, happened } = failureAt(step, code);
      const said = attempt(() => work[name](on(disk)));
      expect(contentsUnder(folder), `第 ${step} 步`).toEqual(expect.arrayContaining(['旧的', '新的']));
      expect(said.includes('还是原来的样子') ? read() : '新的').toBe('新的');
      if (!happened()) return;
    }
  });

  test('只读的文件夹：一句话说明，什么也没有动', (context) => {
    const { on, write, read, answers } = desk(context);
    write('旧的');
    answers.reset(id);
    write('新的');
    expect(attempt(() => work[name](on(readOnly())))).toMatch(/动不了.*只读.*还是原来的样子/);
    expect(read()).toBe('新的');
  });

  test('不支持硬链接的磁盘也行', (context) => {
    const { on, write, read, answers } = desk(context);
    write('旧的');
    answers.reset(id);
    work[name](on(withoutLinks()));
    expect(read()).toBe(name === 'undo' ? '旧的' : start);
  });
});

describe.concurrent('Windows 上文件被别的程序打开了一下', () => {
  test.for(['openSync', 'renameSync', 'rmSync'] as const)('%s 先报 EPERM，过一会儿又可以了：做得成', (operation, context) => {
    const { on, write, read, folder } = desk(context);
    write('新的');
    const { disk, attempts } = failingFirst(operation, 2, 'EPERM');
    on(patient(disk)).reset(id);
    expect(attempts()).toBeGreaterThan(2);
    expect(read()).toBe(start);
    expect(contentsUnder(folder)).toContain('新的');
  });

  test('一直不放手：说明原因，文件还是原来的样子', (context) => {
    const { on, write, read } = desk(context);
    write('新的');
    const { disk, attempts } = failingFirst('renameSync', Infinity, 'EBUSY');
    expect(attempt(() => on(patient(disk, 30)).reset(id))).toMatch(/别的程序正占着它.*还是原来的样子/);
    expect(attempts()).toBeGreaterThan(1);
    expect(read()).toBe('新的');
  });

  test('别的错误不等，当场就说', (context) => {
    const { on, write } = desk(context);
    write('新的');
    const { disk, attempts } = failingFirst('renameSync', Infinity, 'ENOSPC');
    expect(attempt(() => on(patient(disk)).reset(id))).toMatch(/磁盘满了/);
    expect(attempts()).toBe(1);
  });
});
