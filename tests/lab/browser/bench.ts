/** 在 Chromium 里量快慢和大小：npm run lab:bench。机器闲着的时候量才作数。 */
import { loadavg } from 'node:os';
import { gzipSync } from 'node:zlib';
import { chromiumPath, launch, openPage, openSite, playIn } from './harness.ts';
import { hosts, modules } from './programs.ts';
import type { Played, Scene } from './scene.ts';

const ROUNDS = 5;
const executablePath = chromiumPath();
if (!executablePath) throw new Error('没有找到 Chromium：请安装，或用环境变量 CHROMIUM 指明它在哪里。');

const udp = (count: number, window: number): Scene => ({
  hosts,
  programs: [
    { host: 'b', modules, entry: 'udp-echo.ts' },
    { host: 'a', modules, entry: 'udp-ping.ts', args: ['10.0.0.2', String(count), String(window)] },
  ],
  interruptAtMs: 100_000_000,
});
const tcp: Scene = {
  hosts,
  programs: [
    { host: 'b', modules, entry: 'tcp-sink.ts' },
    { host: 'a', modules, entry: 'tcp-bulk.ts', args: ['10.0.0.2', String(10 * 2 ** 20)] },
  ],
};

const kilobytes = (text: string) => `${(gzipSync(text, { level: 9 }).length / 1024).toFixed(1)} KB`;
const milliseconds = (values: number[]) => values.map((value) => value.toFixed(0)).join('、');
const best = (played: Played[], field: 'runMs' | 'firstMs') => milliseconds(played.map((one) => one[field]).sort((a, b) => a - b));

const site = await openSite();
console.log(`负载 ${loadavg()[0]!.toFixed(1)}；大小（gzip）：Node 的 lib ${kilobytes(site.scripts.nodelib)}，我们的 ${kilobytes(site.scripts.process)}（另有测试的页面 ${kilobytes(site.page)}）`);

/** 浏览器自己启动时要忙这么久，不算在里面，毫秒。 */
const BROWSER_MS = 1500;

/** 冷：网页刚打开；备好：沙箱造好了，还没跑过；热：跑过一次。 */
const cold: Played[] = [];
const prepared: Played[] = [];
const warm: Played[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const browser = await launch(executablePath);
  const page = await browser.newPage();
  await page.waitForTimeout(BROWSER_MS);
  await page.goto(site.url);
  cold.push(await playIn(page, udp(1, 1)));
  await page.waitForTimeout(1000);
  warm.push(await playIn(page, udp(1, 1)));
  await page.reload();
  await page.evaluate(() => (globalThis as unknown as { prepare(): Promise<unknown> }).prepare().then(() => 0));
  await page.waitForTimeout(1000);
  prepared.push(await playIn(page, udp(1, 1)));
  await browser.close();
}
console.log(`开始 → 第一个报文：冷 ${best(cold, 'firstMs')} 毫秒；备好 ${best(prepared, 'firstMs')} 毫秒；热 ${best(warm, 'firstMs')} 毫秒`);

const browser = await launch(executablePath);
const page = await openPage(browser, site.url);
const measure = async (title: string, scene: Scene) => {
  const played: Played[] = [];
  for (let round = 0; round < ROUNDS; round += 1) played.push(await playIn(page, scene));
  console.log(`${title}：${best(played, 'runMs')} 毫秒`);
};
await measure('UDP 回声 10000 次，同时 100 个在路上', udp(10_000, 100));
await measure('UDP 回声 10000 次，一次一个', udp(10_000, 1));
await measure('TCP 传 10 MiB', tcp);
await browser.close();
site.close();
