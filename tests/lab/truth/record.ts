/**
 * 在真的内核上录：npx tsx tests/lab/truth/record.ts [每个场景几次] [场景……]
 * 请 tshark 对照：npx tsx tests/lab/truth/record.ts tshark [场景……]
 *
 * 要 root、iproute2、python3 和 /dev/net/tun。每次录都用两个新的网络命名空间，录完就删；
 * 报文只在它们之间走，不碰真的网卡。结果写进 captures/，一个场景一个文件。
 *
 * 收发报文的是 Linux 自己的协议栈；记下报文的是中转站 `relay.py`：报文都从它手里过，
 * 两边谁先谁后只有它看得见，丢也是它丢的。它看得对不对，可以请 tshark 对照：
 * 同时在两边的网卡上听，每一边发出的，两份记录要一模一样；只对照，不写文件。
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { linesOfRelay } from './lines.ts';
import { ONE_WAY_MS, scenarios, type Scenario } from './scenarios.ts';
import { Eavesdropper, type Side } from './tshark.ts';

const here = import.meta.dirname;
const PARALLEL = 4;
/** 一次录最久多久，毫秒。 */
const LIMIT_MS = 20_000;
/** 程序都结束以后再听一会儿：也许还有重发的、迟延的确认。 */
const LINGER_MS = 600;

interface Capture {
  scenario: string;
  title: string;
  system: string;
  node: string;
  /** 每一种走法，和它出现了几次 */
  runs: { count: number; lines: string[] }[];
}

let serial = 0;

async function recordOnce(scenario: Scenario, folder: string): Promise<string[]> {
  const id = `lab${process.pid}x${serial++}`;
  const [client, server] = [`${id}a`, `${id}b`];
  const children: ChildProcess[] = [];
  const start = (command: string, args: string[]) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return child;
  };
  try {
    for (const name of [client, server]) execFileSync('ip', ['netns', 'add', name]);
    const rule = scenario.drop ? [JSON.stringify(scenario.drop)] : [];
    const relay = start('python3', [path.join(here, 'relay.py'), client, server, String(ONE_WAY_MS), ...rule]);
    let output = '';
    relay.stdout!.on('data', (chunk) => (output += chunk));
    await until(() => output.includes('ready'));
    const ears = isChecking ? [new Eavesdropper(client, 'C'), new Eavesdropper(server, 'S')] : [];
    await until(() => ears.every((ear) => ear.isListening));
    const programs: ChildProcess[] = [];
    if (scenario.server) {
      const program = start('ip', ['netns', 'exec', server, process.execPath, path.join(folder, `${scenario.name}.server.mjs`)]);
      let said = '';
      program.stdout!.on('data', (chunk) => (said += chunk));
      programs.push(program);
      await until(() => said.includes('ready'));
    }
    programs.push(start('ip', ['netns', 'exec', client, process.execPath, path.join(folder, `${scenario.name}.client.mjs`)]));
    await until(() => programs.every((program) => program.exitCode !== null || program.signalCode !== null));
    await sleep(LINGER_MS);
    const lines = linesOfRelay(output);
    for (const ear of ears) compare(scenario.name, ear.side, lines, await ear.stop());
    return lines;
  } finally {
    for (const child of children) child.kill('SIGKILL');
    for (const name of [client, server]) execFileSync('ip', ['netns', 'delete', name]);
  }
}

/** 一边发出的：中转站记下的，和 tshark 听到的。`丢` 是中转站自己加的。 */
function compare(name: string, side: Side, relayed: string[], heard: string[]): void {
  const expected = relayed.filter((line) => line.startsWith(side)).map((line) => line.replace(' 丢', ''));
  if (heard.join('\n') === expected.join('\n')) return;
  console.error(`${name}：对不上。\n中转站：${expected.join('; ')}\ntshark：${heard.join('; ')}`);
  process.exitCode = 1;
}

/** 机器太忙，一次没有录成，再录两次。 */
async function recordPatiently(scenario: Scenario, folder: string): Promise<string[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await recordOnce(scenario, folder);
    } catch (error) {
      if (attempt === 3) throw new Error(`${scenario.name}：录了三次都没有录成`, { cause: error });
      console.log(`${scenario.name}：${(error as Error).message}再录一次。`);
    }
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`等了 ${LIMIT_MS / 1000} 秒也没有等到。`);
    await sleep(10);
  }
}

async function record(scenario: Scenario, times: number, folder: string): Promise<void> {
  const counts = new Map<string, number>();
  for (let index = 0; index < times; index += 1) {
    const lines = await recordPatiently(scenario, folder);
    const key = lines.join('\n');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const runs = [...counts].sort(([, a], [, b]) => b - a).map(([key, count]) => ({ count, lines: key.split('\n') }));
  const capture: Capture = { scenario: scenario.name, title: scenario.title, system: `Linux ${release().split('.').slice(0, 2).join('.')}`, node: process.versions.node, runs };
  writeFileSync(path.join(here, 'captures', `${scenario.name}.json`), `${JSON.stringify(capture, undefined, 1)}\n`);
  console.log(`${scenario.name}：${times} 次，${runs.length} 种走法`);
}

const [timesText = '8', ...names] = process.argv.slice(2);
const isChecking = timesText === 'tshark';
const folder = mkdtempSync(path.join(tmpdir(), 'lab-record-'));
const queue = scenarios.filter(({ name }) => names.length === 0 || names.includes(name));
for (const { name, server, client } of queue) {
  if (server) writeFileSync(path.join(folder, `${name}.server.mjs`), server);
  writeFileSync(path.join(folder, `${name}.client.mjs`), client);
}
const work = async (scenario: Scenario) => {
  if (!isChecking) return record(scenario, Number(timesText), folder);
  const lines = await recordPatiently(scenario, folder);
  console.log(`${scenario.name}：对照了 ${lines.length} 个报文`);
};
await Promise.all(
  Array.from({ length: PARALLEL }, async () => {
    for (let scenario = queue.shift(); scenario; scenario = queue.shift()) await work(scenario);
  }),
);
rmSync(folder, { recursive: true });
