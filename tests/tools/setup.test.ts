import { copyFileSync, existsSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { root } from '../../kit/program.ts';
import { launch } from '../support/programs.ts';
import { temporaryFolder } from '../support/files.ts';

/** 假的 npm：记下得到的参数，像真的一样留下安装的痕迹。 */
const fakeNpm = `
  const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
  appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
  mkdirSync('node_modules', { recursive: true });
  writeFileSync('node_modules/.package-lock.json', '{}');
`;
const failingNpm = `console.error('npm error network timeout'); process.exit(1);`;

interface Project {
  folder: string;
  setup: () => Promise<{ code: number | null; stderr: string }>;
  npmCalls: () => string;
}

/** 一个只有锁文件和 setup.mjs 的项目。 */
function project(context: TestContext, { npm = fakeNpm, nodeVersion }: { npm?: string; nodeVersion?: string } = {}): Project {
  const folder = temporaryFolder(context, {
    'package-lock.json': '{}',
    'npm.cjs': npm,
    'version.cjs': `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${nodeVersion}' } });`,
  });
  mkdirSync(join(folder, 'tools'));
  copyFileSync(join(root, 'tools/setup.mjs'), join(folder, 'tools/setup.mjs'));
  const log = join(folder, 'npm.log');
  return {
    folder,
    npmCalls: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    setup: async () => {
      const pretend = nodeVersion ? ['--require', join(folder, 'version.cjs')] : [];
      const program = launch(context, process.execPath, [...pretend, 'tools/setup.mjs'], { cwd: folder, env: { npm_execpath: join(folder, 'npm.cjs') } });
      const { code } = await program.exit();
      return { code, stderr: program.stderr };
    },
  };
}

/** 把一个文件的修改时间定在 2026 年元旦之后的某一秒。 */
function touch(file: string, second: number): void {
  const time = Date.UTC(2026, 0, 1) / 1000 + second;
  utimesSync(file, time, time);
}

describe.concurrent('setup.mjs：该装依赖的时候才装', () => {
  test('没有 node_modules：装一次，第二次就不装了', async (context) => {
    const { setup, npmCalls } = project(context);
    expect(await setup()).toEqual({ code: 0, stderr: expect.stringContaining('正在安装依赖') });
    expect(await setup()).toEqual({ code: 0, stderr: '' });
    expect(npmCalls()).toBe('ci --loglevel=error\n');
  });

  test('锁文件比上次安装新：再装一次', async (context) => {
    const { folder, setup, npmCalls } = project(context);
    await setup();
    touch(join(folder, 'node_modules/.package-lock.json'), 1);
    touch(join(folder, 'package-lock.json'), 2);
    await setup();
    expect(npmCalls()).toBe('ci --loglevel=error\n'.repeat(2));
  });

  test('锁文件与上次安装同时，或更旧：不装，也不出声', async (context) => {
    const { folder, setup, npmCalls } = project(context);
    await setup();
    touch(join(folder, 'node_modules/.package-lock.json'), 2);
    for (const second of [1, 2]) {
      touch(join(folder, 'package-lock.json'), second);
      expect(await setup()).toEqual({ code: 0, stderr: '' });
    }
    expect(npmCalls()).toBe('ci --loglevel=error\n');
  });

  test('装到一半断了，node_modules 还在：下次再装', async (context) => {
    const { folder, setup, npmCalls } = project(context);
    mkdirSync(join(folder, 'node_modules'));
    await setup();
    expect(npmCalls()).toBe('ci --loglevel=error\n');
  });

  test('装不上：npm 的原话之后是该怎么办，退出码 1', async (context) => {
    const { code, stderr } = await project(context, { npm: failingNpm }).setup();
    expect(code).toBe(1);
    expect(stderr).toMatch(/npm error network timeout\n[^]*依赖没有装上[^]*registry/);
  });

  test.for(['18.20.8', '20.18.3'])('Node %s 太旧：说该升级，什么也不装，退出码 1', async (nodeVersion, context) => {
    const { setup, npmCalls } = project(context, { nodeVersion });
    const { code, stderr } = await setup();
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^这门课需要 Node 20\\.19 或更新的版本，你用的是 ${nodeVersion}。\n`));
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(npmCalls()).toBe('');
  });

  test.for(['20.19.0', '22.0.0', '26.1.0'])('Node %s 够新', async (nodeVersion, context) => {
    expect((await project(context, { nodeVersion }).setup()).code).toBe(0);
  });
});
