import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import type { Exercise } from '../../kit/exercise.ts';
import type { House } from '../../learn/house.ts';
import { stateOf } from '../../learn/house.ts';
import { frameLines } from '../../learn/watch/frame.ts';
import { widthOf } from '../../learn/view/width.ts';
import { watchSaves } from '../../learn/watch/saves.ts';
import { Session, type Scene } from '../../learn/watch/session.ts';
import { temporaryFolder } from '../support/files.ts';
import { id, upperAnswer, upperServer } from './support/course.ts';
import { smallHouse } from './support/house.ts';

interface Play {
  house: House;
  session: Session;
  /** 画过的每一幕。 */
  scenes: Scene[];
  write: (text: string) => void;
  /** 查过类型的文件，一次一个。 */
  checked: string[];
  /** 等到有一幕是这样。 */
  reaches: (condition: (scene: Scene) => boolean) => Promise<void>;
}

/** 判旧的要等一件永远不会来的事：不叫停，就没有完。 */
const waitsForNew: Exercise = {
  ...upperServer,
  checks: [
    {
      id: 'new',
      title: '打印「新的」',
      async run(stage) {
        const program = stage.start([]);
        await stage.until(() => program.lines.length > 0, '打印一行', 'silent');
        if (program.lines[0] !== '新的') await new Promise(() => {});
      },
    },
  ],
};

function play(context: TestContext, exercise?: Exercise): Play {
  const house = smallHouse(context, 100, exercise);
  const scenes: Scene[] = [];
  let wake = (): void => {};
  const checked: string[] = [];
  const check = async (path: string): Promise<string[]> => {
    checked.push(path);
    return ['第 1 行：类型不对。'];
  };
  const types = { check, stop: async () => {} };
  const session: Session = new Session(house, types, () => {
    scenes.push(session.scene);
    wake();
  });
  context.onTestFinished(() => session.stop());
  const file = house.answers.pathOf(id);
  return {
    house,
    session,
    scenes,
    checked,
    write(text) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
    async reaches(condition) {
      while (!scenes.some(condition)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

describe.concurrent('这一场', () => {
  test('打开：抄来起点，判出没有通过；改对了存盘，通过，记进进度', async (context) => {
    const { house, session, write } = play(context);
    await session.open(id);
    await session.judge();
    expect(session.scene.verdict?.passed).toBe(false);
    write(upperAnswer);
    await session.saved(['1-upper.ts']);
    expect(session.scene.verdict?.passed).toBe(true);
    expect(stateOf(house, id)).toBe('done');
  });

  test('存盘了，内容没有变：不再判', async (context) => {
    const { session, write } = play(context);
    write(upperAnswer);
    await session.open(id);
    await session.judge();
    const { verdict } = session.scene;
    await session.saved(['1-upper.ts', undefined]);
    expect(session.scene.verdict).toBe(verdict);
  });

  test('做完的练习再打开：不再判，直到文件变了', async (context) => {
    const { house, session, write } = play(context);
    write(upperAnswer);
    house.progress.pass(id, house.answers.sumOf(id)!);
    await session.open(id);
    await session.saved([undefined]);
    expect(session.scene).toMatchObject({ alreadyDone: true, verdict: undefined });
    write(`${upperAnswer}// 改了\n`);
    await session.saved(['1-upper.ts']);
    expect(session.scene).toMatchObject({ alreadyDone: false, verdict: { passed: true } });
  });

  test('判到一半又存盘：旧的不要了，判的是新的', async (context) => {
    const { session, write, reaches, scenes } = play(context, waitsForNew);
    write("console.log('旧的');");
    await session.open(id);
    const old = session.judge();
    await reaches((scene) => scene.running);
    write("console.log('新的');");
    await session.saved(['1-upper.ts']);
    await old;
    expect(session.scene.verdict?.passed).toBe(true);
    expect(scenes.filter((scene) => scene.verdict && !scene.running).every((scene) => scene.verdict!.passed)).toBe(true);
  });

  test('判完以后才添上类型的毛病，判词不变', async (context) => {
    const { session, write, reaches } = play(context);
    write(upperAnswer);
    await session.open(id);
    await session.judge();
    await reaches((scene) => scene.types.length > 0);
    expect(session.scene).toMatchObject({ types: ['第 1 行：类型不对。'], verdict: { passed: true } });
  });

  test('接连存盘的时候不查类型；停下来才查，只查最后一份', async (context) => {
    const { session, write, reaches, checked } = play(context);
    write(upperAnswer);
    await session.open(id);
    await session.judge();
    write(`${upperAnswer}// 改了\n`);
    await session.saved(['1-upper.ts']);
    await reaches((scene) => scene.types.length > 0);
    expect(checked).toHaveLength(1);
  });

  test('编辑器先挪开旧文件、再写新的：不说文件不在，照新的判', async (context) => {
    const { house, session, scenes, write } = play(context);
    write('throw new Error();');
    await session.open(id);
    rmSync(house.answers.pathOf(id));
    const saved = session.saved(['1-upper.ts']);
    write(upperAnswer);
    await saved;
    expect(session.scene.verdict?.passed).toBe(true);
    expect(scenes.filter(({ notice }) => notice !== undefined)).toEqual([]);
  });

  test('进度记不下：判词照样出来，再说为什么', async (context) => {
    const { house, session, write } = play(context);
    write(upperAnswer);
    await session.open(id);
    // 那里是个文件夹，写不成文件。
    mkdirSync(join(dirname(dirname(house.answers.pathOf(id))), 'progress.txt'));
    await session.judge();
    expect(session.scene).toMatchObject({ verdict: { passed: true }, notice: expect.stringContaining('进度没有记下') });
  });

  test('文件被删掉：说一句，按 r 又有了', async (context) => {
    const { house, session, write } = play(context);
    write(upperAnswer);
    await session.open(id);
    rmSync(house.answers.pathOf(id));
    await session.saved(['1-upper.ts']);
    expect(session.scene.notice).toContain('文件不在了');
    await session.again();
    expect(house.answers.exists(id)).toBe(true);
  });

  test('按 n 去下一个没有做完的；提示一次一条', async (context) => {
    const { session } = play(context);
    await session.open(id);
    session.showHint();
    expect(session.scene.hint).toMatchObject({ number: 1, total: 2 });
    session.showHint();
    expect(session.scene.hint).toMatchObject({ number: 2 });
    await session.next();
    expect(session.scene).toMatchObject({ id: '01-small/2-again', panel: 'verdict' });
  });
});

const failing: Exercise = {
  title: '一个名字很长的练习，长到窄的终端里一行放不下',
  startDiagnosis: 'wrong',
  diagnoses: { wrong: { cause: '大概是「没有等」就发了，`setTimeout` 的第二个参数（单位是毫秒）写错了，这一句很长，要折好几行。', section: '/01-udp/#exercise-1', reproduce: ['npx tsx {file} 12000', '输入一行字'] } },
  checks: Array.from({ length: 8 }, (_, index) => ({
    id: `c${index}`,
    title: `第 ${index + 1} 项：做对了会怎样，说得清清楚楚`,
    async run(stage) {
      for (let line = 0; line < 40; line += 1) stage.trace.add(`你的程序（端口 ${50_000 + line}） → 服务端（端口 12000）：「${line} hello 汉字」`);
      if (index > 0) stage.fail('wrong', '应答不对。\n应当是：1 HELLO\n实际是：1 hello');
    },
  })),
};

describe.concurrent.for([[100, 40], [60, 30], [40, 24], [40, 12]] as const)('画面：%i 列，%i 行', ([columns, rows]) => {
  test('不超出窗口，判词、原因、按键都在', async (context) => {
    const house = smallHouse(context, columns, failing);
    const session = new Session(house, { check: async () => [], stop: async () => {} }, () => {});
    await session.open(id);
    await session.judge();
    const lines = frameLines({ ...session.scene, types: ['第 3 行：不能将类型“string”分配给类型“number”。'] }, house, [], rows);
    expect(lines.length).toBeLessThanOrEqual(rows);
    // 临时文件夹的路径有多长，由系统说了算；别的行都不超出。
    expect(lines.filter((line) => !line.includes('socket-course-test') && widthOf(line) > columns)).toEqual([]);
    expect(lines.at(-1)).toMatch(/h 提示.*q 退出/);
    const wanted = rows >= 24 ? /没有通过：.*可能的原因/s : /项没有通过/;
    expect(lines.join('')).toMatch(wanted);
  });
});

describe.concurrent('存盘的两种办法都看得见', () => {
  test.for([
    ['就地改写', (file: string) => writeFileSync(file, '新的')],
    ['写一个新文件再改名', (file: string) => {
      writeFileSync(`${file}~`, '新的');
      renameSync(`${file}~`, file);
    }],
    ['先删掉再写', (file: string) => {
      rmSync(file);
      writeFileSync(file, '新的');
    }],
  ] as const)('%s', async ([, save], context) => {
    const file = join(temporaryFolder(context, { 'a.ts': '旧的' }), 'a.ts');
    const saved = new Promise<void>((resolve) => {
      context.onTestFinished(watchSaves(file, () => resolve()));
    });
    save(file);
    await saved;
  });
});
