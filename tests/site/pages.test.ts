import { gzipSync } from 'node:zlib';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { site } from '../../.vitepress/site.ts';
import { desktop, describeInBrowser, phone } from './support/browser.ts';
import { chapterPaths, dist, listPaths, readPage } from './support/dist.ts';

const weightLimitBytes = 115 * 1024;

describeInBrowser('每一页', (open) => {
  test.each(listPaths())('%s 打开时不报错，也不请求别的主机', async (path) => {
    const { page, errors, requests } = await open(path);
    expect(errors).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(inject('origin')) && !url.startsWith('data:'))).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
  });

  const modes = [
    { name: '手机，浅色', options: { ...phone, colorScheme: 'light' as const } },
    { name: '手机，深色', options: { ...phone, colorScheme: 'dark' as const } },
    { name: '桌面', options: desktop },
  ];
  for (const { name, options } of modes) {
    test.each(listPaths())(`%s 不会左右滚动（${name}）`, async (path) => {
      const { page } = await open(path, options);
      await page.locator('details').evaluateAll((all) => all.forEach((details) => details.setAttribute('open', '')));
      const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }

  test('没有的页面：中文说明，有回首页的链接', async () => {
    const { page } = await open('/no-such-page');
    expect(await page.locator('h1').innerText()).toBe('这里没有门');
    await page.getByRole('link', { name: '回到首页' }).click();
    await page.waitForURL(`${inject('origin')}/`);
  });

  test.each(chapterPaths())('%s 在读者动手以前，下载不超过 115 KB（gzip）', async (path) => {
    const { requests } = await open(path, phone);
    const bytes = [...new Set(requests)].filter((url) => !url.startsWith('data:')).map(gzipSize);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(weightLimitBytes);
  });
});

describe('构建出来的文件', () => {
  test.each(listPaths())('%s 看不见区段标记', (path) => {
    expect(readPage(path)).not.toMatch(/#(?:end)?region/);
  });

  test('搜索框的脚本里没有写死的英文标签', () => {
    const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js')).map((file) => readFileSync(join(dist, file), 'utf8'));
    expect(scripts.some((script) => script.includes('正在搜索'))).toBe(true);
    expect(scripts.filter((script) => script.includes('Loading search results'))).toEqual([]);
  });

  test('有网站地图', () => {
    expect(readFileSync(join(dist, 'sitemap.xml'), 'utf8')).toContain(`<loc>${site.origin}${site.base}</loc>`);
  });
});

function gzipSize(url: string): number {
  const path = decodeURIComponent(new URL(url).pathname).slice(site.base.length - 1);
  const file = /\.\w+$/.test(path) ? readFileSync(join(dist, path)) : readPage(path);
  return gzipSync(file).length;
}
