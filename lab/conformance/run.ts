/**
 * 用 Node 自己的测试检验实验室：`npm run lab:conformance 目录 [名单]`
 *
 * 目录是 Node 源码的 test/（Debian 的源码包 `nodejs` 里就有，本仓库不带）。每个文件单独一个网络、
 * 一个进程，退出码为 0 才算过。名单一行一个文件名，`#` 后面是它不过的原因；
 * 名单说该过的没有过，或者说不过的过了，都以 1 退出。
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Lab, SECOND } from '../index.ts';
import { nodeEngine } from '../process/node-engine.ts';
import type { Machine } from '../process/machine.ts';
import { moduleFunction } from '../process/global-names.ts';
import type { CompiledModule } from '../system/messages.ts';

const realRequire = createRequire(import.meta.url);
const VIRTUAL_LIMIT = 600 * SECOND;
const MAX_STEPS = 400_000;

export interface Listed {
  name: string;
  /** 不过的原因；undefined 是该过 */
  reason: string | undefined;
}

export interface Verdict {
  name: string;
  passed: boolean;
  /** 没有过时，它最后说的几行 */
  detail: string;
}

export function readList(text: string): Listed[] {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [name, reason] = line.split('#').map((part) => part.trim());
    return { name: name!, reason };
  });
}

/** 运行一个测试文件。 */
export async function runFile(directory: string, name: string): Promise<Verdict> {
  const file = path.join(directory, name.includes('/') ? name : path.join('parallel', name));
  const options = optionsIn(readFileSync(file, 'utf8'));
  const lab = new Lab({ seed: 1, engine: nodeEngine({ options, extraModules: (machine) => testModules(machine, file) }) });
  lab.addHost('localhost-computer', ['192.0.2.1', '2001:db8::1']);
  const modules = [wrap(file)];
  const process = await lab.start({ host: 'localhost-computer', modules, entry: file, env: { NODE_TEST_KNOWN_GLOBALS: '0' } });
  await lab.run({ until: VIRTUAL_LIMIT, maxSteps: MAX_STEPS, stopWhen: () => process.exit !== undefined });
  const { exit } = process;
  lab.close();
  // 文件自己说「这里测不了」，不算过
  const isSkipped = process.stdout.includes('1..0 # Skipped');
  const passed = exit?.code === 0 && !isSkipped;
  const detail = isSkipped ? process.stdout : exit ? process.stderr : '到时候还没有结束';
  return { name, passed, detail: passed ? '' : detail.trim().split('\n').slice(0, 12).join('\n') };
}

/** 文件开头的 `// Flags: --a --b=1` 是它要的命令行选项。 */
function optionsIn(source: string): Record<string, unknown> {
  const flags = /^\/\/ Flags: (.+)$/m.exec(source)?.[1]?.split(/\s+/) ?? [];
  return Object.fromEntries(
    flags.map((flag) => {
      const [name, value] = flag.split('=');
      if (name!.startsWith('--no-')) return [name!.replace('--no-', '--'), false];
      return [name, value === undefined ? true : Number(value)];
    }),
  );
}

/** CommonJS 的测试文件包成实验室的模块。 */
function wrap(file: string): CompiledModule {
  const source = readFileSync(file, 'utf8');
  const head = `const module = { exports }; const __filename = ${JSON.stringify(file)}; const __dirname = ${JSON.stringify(path.dirname(file))};`;
  return { path: file, imports: [], code: `(${moduleFunction(`${head} {${source}\n; __done(); }`)})` };
}

/** 测试要的、而实验室不给程序的：断言、测试自己的公共部分、lib 的内部模块。 */
function testModules(machine: Machine, file: string): Record<string, unknown> {
  // --expose-gc：实验室管不了垃圾回收，装作回收过
  machine.globals['global'].gc = () => {};
  // 它的公共部分看 Node 是怎样编译的
  machine.context.process.config = { variables: {} };
  const loaded = new Map<string, { exports: unknown }>();
  const requireFrom = (from: string) => (id: string): unknown => {
    const name = id.replace(/^node:/, '');
    if (name === 'internal/test/binding') return { internalBinding: (binding: string) => machine.internalBinding(binding) };
    if (name.startsWith('internal/')) return machine.context.require(name);
    if (id.startsWith('.') || path.isAbsolute(id)) return loadLocal(path.resolve(path.dirname(from), id));
    if (['assert', 'assert/strict', 'child_process', 'crypto', 'fs', 'path', 'test'].includes(name)) return realRequire(`node:${name}`);
    if (name === 'worker_threads') return { isMainThread: true };
    return machine.context.require(name);
  };
  const loadLocal = (base: string): unknown => {
    const full = realRequire.resolve(base);
    const known = loaded.get(full);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(full, module);
    if (full.endsWith('.json')) return (module.exports = JSON.parse(readFileSync(full, 'utf8')));
    const names = ['exports', 'require', 'module', '__filename', '__dirname', ...Object.keys(machine.globals)];
    const values = [module.exports, requireFrom(full), module, full, path.dirname(full), ...Object.values(machine.globals)];
    // oxlint-disable-next-line no-new-func, no-implied-eval
    new Function(...names, `{${readFileSync(full, 'utf8')}\n}`)(...values);
    return module.exports;
  };
  return new Proxy({}, { has: () => true, get: (_target, id) => requireFrom(file)(String(id)) });
}

async function main(): Promise<void> {
  const [directory, listFile = path.join(import.meta.dirname, 'files.txt')] = process.argv.slice(2);
  if (!directory) {
    console.error('用法：npm run lab:conformance 目录 [名单]。目录是 Node 源码的 test/。');
    process.exitCode = 1;
    return;
  }
  const verbose = process.env['VERBOSE'] !== undefined;
  const counts = new Map<string, { passed: number; total: number }>();
  let wrong = 0;
  for (const { name, reason } of readList(readFileSync(listFile, 'utf8'))) {
    const verdict = await runFile(path.resolve(directory), name);
    const group = name.split('test-')[1]!.split('-')[0]!;
    const count = counts.get(group) ?? { passed: 0, total: 0 };
    counts.set(group, { passed: count.passed + (verdict.passed ? 1 : 0), total: count.total + 1 });
    if (verdict.passed === (reason === undefined)) continue;
    wrong += 1;
    console.log(verdict.passed ? `意外地过了：${name}（名单上写着：${reason}）` : `没有过：${name}`);
    if (verbose && !verdict.passed) console.log(`    ${verdict.detail.replaceAll('\n', '\n    ')}`);
  }
  for (const [group, { passed, total }] of counts) console.log(`${group}：${total} 个文件，过了 ${passed} 个`);
  if (wrong > 0) process.exitCode = 1;
}

if (process.argv[1]?.endsWith('run.ts')) await main();
