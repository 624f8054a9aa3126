/**
 * 浏览器测试的台子：构建脚本，开一台只在本机的网页服务器，打开 Chromium。
 * 没有 Chromium 就跳过；PEERS=required 时算失败。
 */
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { buildLabScripts, LICENSE_NAME, type LabScripts } from '../../../lab/worker/build.ts';
import type { Played, Scene } from './scene.ts';

const candidates = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export function chromiumPath(): string | undefined {
  const found = candidates.find((candidate) => candidate && existsSync(candidate));
  if (!found && process.env['PEERS'] === 'required') throw new Error('没有找到 Chromium：请安装，或用环境变量 CHROMIUM 指明它在哪里。');
  return found;
}

export interface Site {
  url: string;
  scripts: LabScripts;
  page: string;
  /** 收到过的请求，如 `GET /nodelib.js` */
  requests: string[];
  /** 页面交回来的东西（POST），先来先取 */
  posted(): Promise<string>;
  close(): void;
}

/** 网页服务器；`extra` 是另外几个路径和内容。 */
export async function openSite(extra: Record<string, string> = {}): Promise<Site> {
  const scripts = await buildLabScripts();
  const bundled = await build({
    entryPoints: [path.join(import.meta.dirname, 'page.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  const page = bundled.outputFiles[0]!.text;
  const files: Record<string, string> = {
    '/': '<!doctype html><meta charset="utf-8"><title>实验室</title><body><script src="/page.js"></script>',
    '/page.js': page,
    '/nodelib.js': scripts.nodelib,
    '/process.js': scripts.process,
    [`/${LICENSE_NAME}`]: scripts.license,
    ...extra,
  };
  const requests: string[] = [];
  const inbox = new Inbox();
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (request.method === 'POST') collect(request, (text) => inbox.put(text));
    const content = files[request.url ?? ''];
    const type = request.url?.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(content === undefined ? 404 : 200, { 'content-type': `${type}; charset=utf-8` });
    response.end(content);
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}/`, scripts, page, requests, posted: () => inbox.take(), close: () => server.close() };
}

/** 先来先取；还没有来就等。 */
class Inbox {
  readonly #waiting: ((text: string) => void)[] = [];
  readonly #kept: string[] = [];

  put(text: string): void {
    const resolve = this.#waiting.shift();
    if (resolve) resolve(text);
    else this.#kept.push(text);
  }

  take(): Promise<string> {
    const kept = this.#kept.shift();
    return kept === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(kept);
  }
}

function collect(request: IncomingMessage, done: (text: string) => void): void {
  let text = '';
  request.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => done(text));
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags });
}

export async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  return page;
}

export function playIn(page: Page, scene: Scene): Promise<Played> {
  return page.evaluate((given) => (globalThis as unknown as { play(scene: Scene): Promise<Played> }).play(given), scene);
}
