/** 把 `npm run learn …` 真的运行一遍：入口、退出码、写给人和写给程序的话。 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { roomOf } from '../../kit/exercises.ts';
import { temporaryFile, temporaryFolder } from '../support/files.ts';
import { launch } from '../support/programs.ts';

// 这个练习不计时：机器再忙，判词也不变。
const id = '01-udp/4-bytes';
const solution = join(roomOf(id), 'solution.ts');

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Desk {
  folder: string;
  file: string;
  learn: (...args: string[]) => Promise<Ran>;
  write: (text: string) => void;
}

function desk(context: TestContext): Desk {
  const folder = join(temporaryFolder(context), 'answers');
  const file = join(folder, `${id}.ts`);
  return {
    folder,
    file,
    // 有这个变量，Windows 上打印的也是 ✓，不是给旧控制台的 √。
    async learn(...args) {
      const program = launch(context, process.execPath, ['learn/main.mjs', ...args, '--answers', folder], { env: { WT_SESSION: '1' } });
      const { code } = await program.exit(30_000);
      return { code, stdout: program.stdout, stderr: program.stderr };
    },
    write(text) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
  };
}

const escape = '\u001b';

describe.concurrent('命令', () => {
  test('check：答案通过，退出码 0；管道里没有颜色；记进进度，list 看得到', async (context) => {
    const { learn, write, folder } = desk(context);
    write(readFileSync(solution, 'utf8'));
    const { code, stdout, stderr } = await learn('check', id.slice(0, 8), '--seed', '7');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/✓[^]*项通过，用时 .* 秒，种子 7\n通过了。/);
    expect(stdout).not.toContain(escape);
    expect(readFileSync(join(folder, 'progress.txt'), 'utf8')).toContain(`${id}  通过 `);
    expect((await learn('list')).stdout).toContain(`✓ ${id}`);
  });

  test('check：没通过，退出码 1；有对话、原因、小节、重现的命令', async (context) => {
    const { learn, write } = desk(context);
    write('process.exit(0);');
    const { code, stdout } = await learn('check', id);
    expect(code).toBe(1);
    for (const part of ['没有通过：', '对话', '1. 启动你的程序', '可能的原因', '讲解', '亲手重现', '同样再判']) expect(stdout).toContain(part);
  });

  test('check --json：一个对象，没有别的字', async (context) => {
    const { code, stdout } = await desk(context).learn('check', id, '--json', '--file', temporaryFile(context, 'boom.ts', "throw new Error('boom');"));
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ id, passed: false, checks: expect.arrayContaining([expect.objectContaining({ passed: false, diagnosis: 'crashed' })]) });
  });

  test('hint：一次一条', async (context) => {
    const { learn } = desk(context);
    expect((await learn('hint', id)).stdout).toMatch(/^提示一/);
    expect((await learn('hint', id)).stdout).toMatch(/^提示二/);
  });

  test('solution：没通过不给看，退出码 2；--yes 才给', async (context) => {
    const { learn } = desk(context);
    const refused = await learn('solution', id);
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('还没有通过') });
    expect(await learn('solution', id, '--yes')).toMatchObject({ code: 0, stdout: `${readFileSync(solution, 'utf8').trimEnd()}\n` });
  });

  test('next 抄来起点；reset 留备份；undo 取回来', async (context) => {
    const { learn, write, file, folder } = desk(context);
    expect((await learn('next')).stdout).toContain('刚从起点抄来');
    write('我的');
    expect((await learn('reset', id)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(join(roomOf(id), 'start.ts'), 'utf8'));
    const [backup] = readdirSync(join(folder, 'backups', id));
    expect(backup).toMatch(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d-001\.ts$/);
    expect((await learn('undo', id)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe('我的');
  });

  test('verify：没做的不算通过，退出码 1；--json 与 --summary 各有一份', async (context) => {
    const { learn, folder } = desk(context);
    mkdirSync(folder);
    const summary = join(folder, 'summary.md');
    const { code, stdout } = await learn('verify', id, '--json', '--summary', summary);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ passed: false, passedCount: 0, total: 1, exercises: [{ id, passed: false }] });
    expect(readFileSync(summary, 'utf8')).toMatch(/^## 练习：0 \/ 1 个通过\n[^]*\| ❌ \| .*还没有做/);
  });

  test('verify：做对了，退出码 0；以前的进度不算数，真的再判一遍', async (context) => {
    const { learn, write } = desk(context);
    write(readFileSync(solution, 'utf8'));
    expect(await learn('verify', id)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 / 1 个练习通过') });
  });

  test.for([
    [['nonsense'], '没有「nonsense」这条命令'],
    [['check', '99-none'], '没有以「99-none」开头的练习'],
    [['check', id, '--file', 'no-such-file.ts'], '没有这个文件'],
    [['reset'], '要写明是哪一个练习'],
    [['check', id, '--wrong'], '没有「--wrong」这个选项'],
  ] as const)('写错了 %s：一句中文，退出码 2，没有调用栈', async ([args, reason], context) => {
    const { code, stdout, stderr } = await desk(context).learn(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

test('守着：不是终端，就一行一行写，没有控制字符；存盘就判', async (context) => {
  const { folder, write } = desk(context);
  const watcher = launch(context, process.execPath, ['learn/main.mjs', 'watch', id, '--answers', folder], { env: { WT_SESSION: '1' } });
  await watcher.says(/没有通过：/, 30_000);
  write(readFileSync(solution, 'utf8'));
  await watcher.says(/通过了。/, 30_000);
  expect(watcher.stdout).not.toContain(escape);
});

test('两个终端同时 reset：写过的都在', async (context) => {
  const { folder, write, learn } = desk(context);
  write('我的');
  const both = await Promise.all([learn('reset', id), learn('reset', id)]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(readdirSync(join(folder, 'backups', id)).map((name) => readFileSync(join(folder, 'backups', id, name), 'utf8'))).toEqual(['我的']);
});
