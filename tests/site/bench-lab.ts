/**
 * 在 Chromium 里量页面上的实验室：npm run lab:bench-page。先 npm run build；机器闲着的时候量才作数。
 *
 * 两样：按下「运行」到第一个报文画出来要多久；台上有两百个报文时，主线程每一帧忙多久。
 * 只量，不判；判断在 issue 里写着的数：冷 250、热 150 毫秒，一帧 8 毫秒（95 分位）。
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { chromium, type Browser, type Page } from 'playwright-core';
import { serve } from 'vitepress';
import { site } from '../../.vitepress/site.ts';
import { chromiumPath } from '../lab/browser/harness.ts';
import { busyPerFrame } from './support/frames.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const viewport = { width: 1280, height: 900 };

const executablePath = chromiumPath();
if (!executablePath) throw new Error('没有找到 Chromium：请安装，或用环境变量 CHROMIUM 指明它在哪里。');
const server = (await serve({ port: 0 })).server as Server;
const page01 = `http://127.0.0.1:${(server.address() as AddressInfo).port}${site.base}01-udp/`;

/** 在页面里：按下 `selector`，等一个新的报文画在屏幕上，返回用了多少毫秒。（写成文字：tsx 会给函数加记号，页面不认识。） */
const pressIn = (selector: string) => `(async () => {
  const lab = document.querySelector('.lab');
  const old = lab.querySelector('.lab-arrow');
  const began = performance.now();
  document.querySelector('${selector}').click();
  for (;;) {
    await new Promise(requestAnimationFrame);
    const now = lab.querySelector('.lab-arrow');
    if (now && now !== old) break;
    if (performance.now() - began > 20_000) throw new Error('等了 20 秒，没有报文。');
  }
  await new Promise((resolve) => setTimeout(resolve));
  return performance.now() - began;
})()`;
const press = (page: Page, selector: string) => page.evaluate<number>(pressIn(selector));

async function open(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport });
  await page.goto(page01, { waitUntil: 'networkidle' });
  // 服务端画好的按钮，要等页面的脚本接上了才按得动：Vue 接上时在它身上留一个 Symbol
  await page.waitForFunction("Object.getOwnPropertySymbols(document.querySelector('.lab-run')).length > 0");
  return page;
}

const sorted = (values: number[]) => values.map((value) => Math.round(value)).sort((a, b) => a - b).join('、');
const run = '.lab-poster .lab-run';

/** 冷：页面刚打开就按；指着：指针移上来一秒才按；热：演过一次，按「重来」。 */
async function firstPacket(): Promise<void> {
  const times: Record<'cold' | 'pointed' | 'warm', number[]> = { cold: [], pointed: [], warm: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const browser = await chromium.launch({ executablePath: executablePath!, args: flags });
    const page = await open(browser);
    times.cold.push(await press(page, run));
    await page.locator('.lab').getByText('应答：HELLO').waitFor();
    await page.waitForTimeout(1000);
    times.warm.push(await press(page, '.lab-controls .lab-run'));
    const second = await open(browser);
    await second.locator(run).hover();
    await second.waitForTimeout(1000);
    times.pointed.push(await press(second, run));
    await browser.close();
  }
  console.log(`按下 → 第一个报文，负载 ${loadavg()[0]!.toFixed(1)}：冷 ${sorted(times.cold)}；指着一秒 ${sorted(times.pointed)}；热 ${sorted(times.warm)} 毫秒`);
}

/** 一次寄出 `count` 个，都在路上；或者一问一答 `count` 个。 */
const client = (count: number, atOnce: boolean) => `import { createSocket } from 'node:dgram';
const socket = createSocket('udp4');
let sent = 0;
const next = () => { sent += 1; socket.send('n' + sent, 12000, '10.0.0.2'); };
socket.on('message', () => { if (sent < ${count}) next(); });
setTimeout(() => { for (let n = 0; n < ${atOnce ? count : 1}; n += 1) next(); }, 50);
`;

/** @param after 已经有这么多个报文到了，再开始量；0 是从头量起 */
async function frames(title: string, { count, atOnce, after, speed }: { count: number; atOnce: boolean; after: number; speed: string }): Promise<void> {
  const browser = await chromium.launch({ executablePath: executablePath!, args: flags });
  const page = await open(browser);
  const lab = page.locator('.lab');
  await lab.locator('.lab-run').first().click();
  await lab.getByText('应答：HELLO').waitFor();
  await lab.getByText('改程序').click();
  await lab.getByRole('button', { name: 'client.ts', exact: true }).click();
  await lab.locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(client(count, atOnce));
  await lab.locator('select').selectOption(speed);
  await lab.getByText('改程序').click();
  await page.evaluate('document.querySelector(".lab").scrollIntoView()');
  const begin = () => page.evaluate("document.querySelector('.lab-editor .lab-run').click()");
  const arrived = `[...document.querySelectorAll('.lab-log p')].some((item) => Number(/第 (\\d+) 个到了/.exec(item.textContent)?.[1]) >= ${after})`;
  if (after > 0) {
    await begin();
    await lab.locator('select').selectOption('real');
    await page.waitForFunction(arrived, undefined, { timeout: 60_000 });
    await lab.locator('select').selectOption(speed);
  }
  const busy = await busyPerFrame(browser, page, { milliseconds: 2500, begin: after > 0 ? undefined : begin });
  console.log(`${title}，负载 ${loadavg()[0]!.toFixed(1)}：${busy.frames} 帧，主线程每帧 ${busy.wall} 毫秒（处理器时间 ${busy.cpu}）`);
  await browser.close();
}

const only = process.argv[3] ?? '';
if (only !== 'frames') await firstPacket();
if (only !== 'first') {
  await frames('两百个一起寄出', { count: 200, atOnce: true, after: 0, speed: 'slow' });
  await frames('一问一答，台上已有两百个', { count: 2000, atOnce: false, after: 200, speed: 'brisk' });
  await frames('同上，真实的快慢', { count: 2000, atOnce: false, after: 200, speed: 'real' });
}
server.close();
server.closeAllConnections();
