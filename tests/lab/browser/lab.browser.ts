import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launch, openPage, openSite, playIn, type Site } from './harness.ts';
import { playInNode } from './in-node.ts';
import { hosts, modules, pair, ROUNDS, scenes, tcpPair } from './programs.ts';
import type { Scene } from './scene.ts';

const executablePath = chromiumPath();

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

  test.each(scenes)(`%s：${ROUNDS} 次，与在 Node 里同一份记录`, async (_name, scene) => {
    const inNode = await playInNode(scene);
    const hashes = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const played = await playIn(page, scene);
      hashes.add(played.hash);
      expect(played.stdout).toEqual(inNode.stdout);
    }
    expect([...hashes]).toEqual([inNode.hash]);
  });

  test('换一个种子，就是另一份记录', async () => {
    const [first, second] = [await playIn(page, pair), await playIn(page, { ...pair, seed: 1234 })];
    expect(first.hash).not.toBe(second.hash);
  });

  test('02-tcp 的一对程序问答一次，说了再见', async () => {
    const played = await playIn(page, tcpPair);
    expect(played.stdout[1]).toContain('应答：HELLO 网络');
    expect(played.stdout[0]).toContain('走了');
    expect(played.exits).toEqual([0, 0]);
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

  test('打印套接字、process：和在 Node 里一个字不差，压缩没有改掉类的名字', async () => {
    const played = await playIn(page, alone('print.ts'));
    expect(played.stdout[0]).toContain('handle: UDP {');
    expect(played.stdout).toEqual((await playInNode(alone('print.ts'))).stdout);
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
