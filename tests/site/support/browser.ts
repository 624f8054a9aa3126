// 找到 Chromium，打开一页；页面出过的错、发过的请求都记下来。

import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, inject, onTestFinished } from 'vitest';

const knownPlaces = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const executablePath = knownPlaces.find((path) => path && existsSync(path));

/** 只打开本机的网站：不要沙箱、显卡，也不要浏览器自己在后台联网。 */
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
export const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

export interface Visit {
  page: Page;
  /** 控制台里的错误、没有接住的异常。 */
  errors: string[];
  /** 请求过的每一个地址。 */
  requests: string[];
}

export type Open = (path: string, options?: BrowserContextOptions) => Promise<Visit>;

/** 需要浏览器的一组测试。没有 Chromium 就跳过并说明；PEERS=required 时算失败。 */
export function describeInBrowser(title: string, define: (open: Open) => void): void {
  if (!executablePath && process.env['PEERS'] === 'required') throw new Error('没有找到 Chromium：请安装，或用环境变量 CHROMIUM 指明它在哪里。');
  if (!executablePath) console.warn(`跳过「${title}」：没有找到 Chromium，可以用环境变量 CHROMIUM 指明它在哪里。`);
  describe.skipIf(!executablePath)(title, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: executablePath!, args: flags });
    });
    afterAll(() => browser?.close());
    define((path, options) => visit(browser, path, options ?? desktop));
  });
}

async function visit(browser: Browser, path: string, options: BrowserContextOptions): Promise<Visit> {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`${inject('origin')}${path}`, { waitUntil: 'networkidle' });
  // 下载完了，不等于页面的脚本已经接手：忙的机器上差得很远，那时按什么都没有反应。
  if (options.javaScriptEnabled !== false) await page.waitForFunction("document.querySelector('#app')?.__vue_app__ !== undefined");
  return { page, errors, requests };
}
