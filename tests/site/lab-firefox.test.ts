// Firefox 里，实验也是一样的结局。Debian 的 Firefox 不能由 playwright 驱动：
// 一张小网页把章节放进 iframe，自己去按，把看到的交回来。

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { site } from '../../.vitepress/site.ts';
import { chapters, expectedChoices } from '../lab/stage/scenes.ts';
import { dist } from './support/dist.ts';

const candidates = [process.env['FIREFOX'], '/usr/bin/firefox-esr', '/usr/bin/firefox'];
const firefox = candidates.find((candidate) => candidate && existsSync(candidate));
if (!firefox && process.env['PEERS'] === 'required') throw new Error('没有找到 Firefox：请安装，或用环境变量 FIREFOX 指明它在哪里。');

const waitMs = 400_000;
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** 在网页里跑：一章一章、一个实验一个实验地做，记下看到的是哪一项。 */
const drive = `<!doctype html><meta charset="utf-8"><iframe style="width:1200px;height:900px"></iframe><script>
const frame = document.querySelector('iframe');
const until = async (what, find) => {
  for (const end = Date.now() + 20000; Date.now() < end;) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('没有等到：' + what);
};
(async () => {
  const seen = {};
  try {
    for (const chapter of ${JSON.stringify(chapters.map(({ scene }) => scene.chapter))}) {
      frame.src = '${site.base}' + chapter + '/';
      const lab = await until('实验室', () => frame.contentWindow.location.pathname.includes(chapter) && frame.contentDocument.querySelector('.lab'));
      const button = (pattern) => until(String(pattern), () => [...lab.querySelectorAll('button')].find((one) => pattern.test(one.textContent)));
      lab.scrollIntoView();
      // 服务端画好的按钮，要等页面的脚本接上了才按得动
      await until('舞台', () => { lab.querySelector('.lab-poster .lab-run')?.click(); return lab.querySelector('.lab-controls'); });
      await until('报文', () => lab.querySelector('.lab-arrow'));
      const speed = lab.querySelector('select');
      speed.value = 'brisk';
      speed.dispatchEvent(new Event('change'));
      const tabs = [...lab.querySelectorAll('.lab-tabs button')].slice(1);
      for (const tab of tabs) {
        tab.click();
        await until('题目', () => tab.getAttribute('aria-pressed') === 'true' && lab.querySelector('.lab-choices input:not(:disabled)'));
        lab.querySelector('.lab-choices input').click();
        (await button(/^运行，看看/)).click();
        const choice = await until(tab.textContent, () => lab.querySelector('.lab-choices .seen input'));
        seen[chapter + ' ' + tab.textContent] = choice.value;
      }
    }
  } catch (error) { seen.error = String(error); }
  await fetch('/result', { method: 'POST', body: JSON.stringify(seen) });
})();
</script>`;

/** 不联网、不问问题的新配置。 */
const preferences = [
  'user_pref("browser.shell.checkDefaultBrowser", false);',
  'user_pref("datareporting.policy.dataSubmissionEnabled", false);',
  'user_pref("app.update.enabled", false);',
  'user_pref("network.captive-portal-service.enabled", false);',
  'user_pref("network.connectivity-service.enabled", false);',
  'user_pref("browser.safebrowsing.downloads.enabled", false);',
  'user_pref("services.settings.server", "");',
].join('\n');

describe.skipIf(!firefox)('网络实验室在 Firefox 里', () => {
  let server: Server;
  let browser: ChildProcess;
  let result: Promise<string>;
  const profile = mkdtempSync(join(tmpdir(), 'stage-firefox-'));

  beforeAll(async () => {
    result = new Promise((resolve) => {
      server = createServer((request, response) => {
        if (request.method === 'POST') {
          let body = '';
          request.setEncoding('utf8').on('data', (chunk) => (body += chunk)).on('end', () => resolve(body));
        }
        const content = contentOf(request.url ?? '/');
        response.writeHead(content === undefined ? 404 : 200, { 'content-type': `${types[extname(request.url ?? '')] ?? 'text/html'}; charset=utf-8` });
        response.end(content);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    writeFileSync(join(profile, 'user.js'), preferences);
    const { port } = server.address() as AddressInfo;
    browser = spawn(firefox!, ['--headless', '--no-remote', '--profile', profile, `http://127.0.0.1:${port}/drive.html`], { stdio: 'ignore', env: { ...process.env, HOME: profile } });
  });
  afterAll(() => {
    browser?.kill('SIGKILL');
    server?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  test('每个实验的结局和 Chromium 里、Node 里一样', { timeout: waitMs }, async () => {
    const seen = JSON.parse(await result) as Record<string, string>;
    expect(seen).not.toHaveProperty('error');
    expect(Object.values(seen)).toEqual(Object.values(expectedChoices));
  });
});

function contentOf(url: string): Buffer | string | undefined {
  if (url === '/drive.html') return drive;
  const path = decodeURIComponent(url.split('?')[0]!).slice(site.base.length - 1);
  const file = join(dist, path.endsWith('/') ? `${path}index.html` : path);
  return existsSync(file) ? readFileSync(file) : undefined;
}
