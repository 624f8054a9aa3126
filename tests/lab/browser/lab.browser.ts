import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab, type LabProcess } from '../../../lab/index.ts';
import { nodeEngine } from '../../../lab/process/node-engine.ts';
import { chromiumPath, launch, openPage, openSite, playIn, type Site } from './harness.ts';
import { hosts, modules } from './programs.ts';
import type { Scene } from './scene.ts';

const executablePath = chromiumPath();

/** 页面里的 `play` 在 Node 里的样子：同一套接口，只换 engine。 */
async function playInNode(scene: Scene) {
  const lab = new Lab({ seed: scene.seed ?? 1, engine: nodeEngine() });
  for (const [name, addresses] of Object.entries(scene.hosts)) lab.addHost(name, addresses);
  if (scene.links) lab.setLinks(scene.links);
  const processes: LabProcess[] = [];
  for (const program of scene.programs) processes.push(await lab.start(program));
  for (const [index, { input }] of scene.programs.entries()) if (input !== undefined) processes[index]!.type(input);
  if (scene.interruptAtMs !== undefined) {
    await lab.run({ until: scene.interruptAtMs * 1000 });
    for (const process of processes) process.signal();
  }
  await lab.run({ until: (scene.untilMs ?? 600_000) * 1000, stopWhen: () => processes.every((process) => process.exit) });
  return { stdout: processes.map((process) => process.stdout), hash: lab.traceHash };
}

const pair: Scene = {
  seed: 42,
  hosts,
  links: { loss: 0.2, duplicate: 0.2, jitter: 5000 },
  programs: [
    { host: 'b', modules, entry: 'server.ts', args: ['12000', '0.0.0.0'] },
    { host: 'a', modules, entry: 'client.ts', args: ['12000', 'b'], input: 'hello 网络\n' },
  ],
  interruptAtMs: 5000,
};

const bulk: Scene = {
  seed: 7,
  hosts,
  links: { loss: 0.02, jitter: 3000 },
  programs: [
    { host: 'b', modules, entry: 'tcp-sink.ts' },
    { host: 'a', modules, entry: 'tcp-bulk.ts', args: ['10.0.0.2', '1048576'] },
  ],
};

const alone = (entry: string): Scene => ({ hosts, programs: [{ host: 'a', modules, entry }] });

describe.skipIf(!executablePath)('实验室在 Chromium 里：一个进程一个 worker', () => {
  let site: Site;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    site = await openSite();
    browser = await launch(executablePath!);
    page = await openPage(browser, site.url);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  test.each([
    ['UDP 的一对程序', pair],
    ['TCP 传 1 MiB，丢 2%', bulk],
  ])('%s：与在 Node 里同一个种子，同一份记录', async (_name, scene) => {
    const [inBrowser, inNode] = [await playIn(page, scene), await playInNode(scene)];
    expect(inBrowser.hash).toBe(inNode.hash);
    expect(inBrowser.stdout).toEqual(inNode.stdout);
    expect((await playIn(page, { ...scene, seed: 1234 })).hash).not.toBe(inNode.hash);
  });

  test('死循环被看门狗结束，退出码 137，别的进程照常', async () => {
    const played = await playIn(page, {
      ...pair,
      links: {},
      watchdogMs: 1500,
      programs: [...pair.programs, { host: 'a', modules, entry: 'spin.ts' }],
    });
    expect(played.exits).toEqual([0, 0, 137]);
    expect(played.stderr[2]).toContain('死循环');
  });

  test('忙等待会结束，花的是虚拟时间', async () => {
    const played = await playIn(page, alone('busy.ts'));
    expect(played.stdout[0]).toBe('忙完 500\n');
    expect(played.virtualMs).toBeGreaterThanOrEqual(500);
  });

  test('没有人接的 Promise、没有的模块、写错的程序：都说清楚，退出码 1', async () => {
    const rejected = await playIn(page, alone('reject.ts'));
    expect([rejected.exits[0], rejected.stdout[0]]).toEqual([1, '']);
    expect(rejected.stderr[0]).toContain('TypeError: 没有人接');
    const missing = await playIn(page, alone('missing.ts'));
    expect(missing.stderr[0]).toContain('实验室里没有 node:http');
    const wrong = await playIn(page, alone('syntax.ts'));
    expect(wrong.exits).toEqual([1]);
    expect(wrong.stderr[0]).toContain("Identifier 'a' has already been declared");
  });
});
