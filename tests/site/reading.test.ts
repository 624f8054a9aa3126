import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeInBrowser, desktop, phone, type Open } from './support/browser.ts';
import { chapterPaths, dist, readPage } from './support/dist.ts';

// 有几个函数在浏览器里运行。Node 这边只声明它们用到的，不引入整套 DOM 的类型。
declare const document: { documentElement: { clientWidth: number } };
declare function getComputedStyle(element: unknown): { fontSize: string };

const readablePx = 12;

describeInBrowser('读一章', (open) => {
  for (const [name, options] of [['手机', phone], ['桌面', desktop]] as const) {
    test(`思维导图在那里，最小的字也有 12 像素，放不下时在图里滚动（${name}）`, async () => {
      const { page } = await open('/00-sockets/', options);
      const figures = await measureFigures(page);
      expect(figures.filter((figure) => figure.uml).length).toBeGreaterThanOrEqual(2);
      for (const figure of figures) {
        expect(figure.name).not.toBe('');
        expect(figure.smallest).toBeGreaterThanOrEqual(readablePx - 0.01);
        expect(figure.frameRight).toBeLessThanOrEqual(figure.screenWidth);
      }
    });
  }

  test('放大的窗口：键盘打开，Esc 关闭，焦点回到按钮', async () => {
    const { page } = await open('/00-sockets/');
    const button = page.locator('.figure-zoom').first();
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.locator('svg').waitFor();
    const width = () => dialog.locator('svg').evaluate((svg) => svg.getBoundingClientRect().width);
    const before = await width();
    await dialog.getByRole('button', { name: '放大' }).press('Enter');
    expect(await width()).toBeGreaterThan(before);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);
  });

  test('手机上放大：打开时字是原大，「适合窗口」看得见整张图', async () => {
    const { page } = await open('/00-sockets/', phone);
    await page.locator('.figure-zoom').first().click();
    const dialog = page.getByRole('dialog');
    const sizes = () => dialog.locator('.zoom-stage').evaluate((stage) => {
      const svg = stage.querySelector('svg') as unknown as { getBoundingClientRect(): { width: number; height: number }; viewBox: { baseVal: { width: number } } };
      const { width, height } = svg.getBoundingClientRect();
      return { width, height, natural: svg.viewBox.baseVal.width, room: [stage.clientWidth, stage.clientHeight] as const };
    });
    const opened = await sizes();
    expect(opened.width).toBeGreaterThanOrEqual(opened.natural - 0.01);
    await dialog.getByRole('button', { name: '适合窗口' }).click();
    const { width, height, room } = await sizes();
    expect(width).toBeLessThanOrEqual(room[0]);
    expect(height).toBeLessThanOrEqual(room[1]);
  });

  test('指着 createSocket，看见它的签名；Esc 收起', async () => {
    const { page } = await open('/01-udp/');
    const name = page.locator('.hover', { hasText: 'createSocket' }).locator('visible=true').first();
    await name.hover();
    const tip = page.getByRole('tooltip');
    expect(await tip.innerText()).toMatch(/createSocket\(.*\): Socket/);
    await page.keyboard.press('Escape');
    expect(await tip.isVisible()).toBe(false);
  });

  test('签名的表动了手才下载，页面上的名字在表里都有', async () => {
    const { page, requests } = await open('/01-udp/');
    const tables = () => requests.filter((url) => url.includes('hover-table'));
    expect(tables()).toEqual([]);
    await page.locator('.shiki').locator('visible=true').first().hover();
    await expect.poll(() => tables().length).toBe(1);
    const table = (await import(join(dist, 'assets/chunks', tables()[0]!.split('/').at(-1)!))) as { default: Record<string, string> };
    const keys = chapterPaths().flatMap((path) => [...readPage(path).matchAll(/ data-type="(\w+)"/g)].map((match) => match[1]!));
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter((key) => !(key in table.default))).toEqual([]);
  });

  test('签名的表没有下载下来：不露面，也不出错；再指一次，接着要', async () => {
    const { page, errors } = await open('/01-udp/');
    await page.route(/hover-table/, (route) => route.abort(), { times: 1 });
    const name = page.locator('.hover', { hasText: 'createSocket' }).locator('visible=true').first();
    await name.hover();
    await expect.poll(() => name.getAttribute('aria-describedby')).toBe(null);
    expect(errors.filter((error) => !error.includes('ERR_FAILED'))).toEqual([]);
    expect(await page.getByRole('tooltip').count()).toBe(0);
  });

  test('键盘走到 createSocket，读屏软件也听得到签名', async () => {
    const { page } = await open('/01-udp/');
    const name = page.locator('.hover[tabindex="0"]', { hasText: 'createSocket' }).locator('visible=true').first();
    await name.focus();
    expect(await name.getAttribute('aria-describedby')).toBe('hover-tip');
    const box = (await page.getByRole('tooltip').boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.y).toBeGreaterThanOrEqual(0);
  });

  test('终端实录：每个终端有名字，提示符、键盘输入、系统定的值各有样子', async () => {
    const { page } = await open('/01-udp/');
    const terminals = page.locator('.transcript .terminal');
    expect(await terminals.count()).toBeGreaterThanOrEqual(2);
    expect(await page.locator('.transcript .terminal:not(section[aria-label])').count()).toBe(0);
    for (const part of ['.prompt', 'kbd', '.by-app', '.by-sys']) expect(await page.locator(`.terminal ${part}`).count()).toBeGreaterThan(0);
    expect(await terminals.locator('text=/\\{[^}]+=[^}]*\\}/').count()).toBe(0);
  });

  test('正文一行 38 至 42 个汉字', async () => {
    const { page } = await open('/00-sockets/');
    const characters = await page.locator('.vp-doc p').first().evaluate((p) => p.clientWidth / Number.parseFloat(getComputedStyle(p).fontSize));
    expect(characters).toBeGreaterThanOrEqual(38);
    expect(characters).toBeLessThanOrEqual(42);
  });
});

async function measureFigures(page: Awaited<ReturnType<Open>>['page']) {
  return page.locator('.figure').evaluateAll((figures) =>
    figures.map((figure) => {
      const svg = figure.querySelector('svg')!;
      const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      const sizes = [...svg.querySelectorAll('text')].map((text) => Number.parseFloat(getComputedStyle(text).fontSize) * scale);
      return {
        uml: svg.classList.contains('uml'),
        name: svg.getAttribute('aria-label') ?? '',
        smallest: Math.min(...sizes),
        frameRight: figure.getBoundingClientRect().right,
        screenWidth: document.documentElement.clientWidth,
      };
    }),
  );
}
