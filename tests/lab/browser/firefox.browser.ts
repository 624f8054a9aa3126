/**
 * Firefox 里也是同一份记录。Debian 的 Firefox 不能由 playwright 驱动，
 * 所以页面自己演，把结果交回服务器。
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSite, type Site } from './harness.ts';
import { playInNode } from './in-node.ts';
import { ROUNDS, scenes } from './programs.ts';
import type { Played } from './scene.ts';

const candidates = [process.env['FIREFOX'], '/usr/bin/firefox-esr', '/usr/bin/firefox'];
const firefox = candidates.find((candidate) => candidate && existsSync(candidate));
if (!firefox && process.env['PEERS'] === 'required') throw new Error('没有找到 Firefox：请安装，或用环境变量 FIREFOX 指明它在哪里。');

const page = `<!doctype html><meta charset="utf-8"><body><script src="/page.js"></script><script>
(async () => {
  const scenes = await (await fetch('/scenes.json')).json();
  for (const scene of scenes) for (let round = 0; round < ${ROUNDS}; round += 1) {
    const body = await play(scene).then((played) => JSON.stringify(played), (error) => JSON.stringify({ error: String(error) }));
    await fetch('/result', { method: 'POST', body });
  }
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

describe.skipIf(!firefox)('实验室在 Firefox 里', () => {
  let site: Site;
  let browser: ChildProcess;
  const profile = mkdtempSync(path.join(tmpdir(), 'lab-firefox-'));
  beforeAll(async () => {
    site = await openSite({ '/firefox.html': page, '/scenes.json': JSON.stringify(scenes.map(([, scene]) => scene)) });
    writeFileSync(path.join(profile, 'user.js'), preferences);
    const args = ['--headless', '--no-remote', '--profile', profile, `${site.url}firefox.html`];
    browser = spawn(firefox!, args, { stdio: 'ignore', env: { ...process.env, HOME: profile } });
  });
  afterAll(() => {
    browser?.kill('SIGKILL');
    site?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  // 页面照这个次序演
  test.each(scenes)(`%s：${ROUNDS} 次，与在 Node 里同一份记录`, async (_name, scene) => {
    const expected = await playInNode(scene);
    for (let round = 0; round < ROUNDS; round += 1) {
      const played = JSON.parse(await site.posted()) as Played;
      expect(played).toMatchObject({ hash: expected.hash, stdout: expected.stdout });
    }
  });
});
