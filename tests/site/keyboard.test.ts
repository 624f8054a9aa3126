import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from './support/browser.ts';

// 有几个函数在浏览器里运行。Node 这边只声明它们用到的，不引入整套 DOM 的类型。
interface FocusedElement {
  hasAttribute(name: string): boolean;
  setAttribute(name: string, value: string): void;
  closest(selector: string): unknown;
  outerHTML: string;
}
declare const document: { activeElement: FocusedElement | null; body: FocusedElement };
declare function getComputedStyle(element: FocusedElement): { outlineStyle: string; outlineWidth: string };

const mostStops = 400;

describeInBrowser('只用键盘', (open) => {
  test('Tab 的次序：跳到正文，站名，搜索，导航，目录，正文', async () => {
    const { page } = await open('/00-sockets/');
    const stops = await walk(page);
    const order = ['.VPSkipLink', '.VPNavBarTitle', '.VPNavBarSearch', '.VPNavMenu', '.VPSidebar', '.vp-doc', '.doc-footer'].map((area) => stops.findIndex((stop) => stop.areas.includes(area)));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test.each(['/', '/00-sockets/', '/01-udp/'])('%s 里，能点的都能用 Tab 走到，走到时看得见焦点', async (path) => {
    const { page } = await open(path);
    await page.locator('details').evaluateAll((all) => all.forEach((details) => details.setAttribute('open', '')));
    const stops = await walk(page);
    expect(stops.filter((stop) => !stop.outlined).map((stop) => stop.html)).toEqual([]);
    const reached = await page.evaluate('document.querySelectorAll("main [data-reached]").length');
    const clickable = await page.locator('main :is(a[href], button, summary, .hover[tabindex])').locator('visible=true').count();
    expect(reached).toBeGreaterThanOrEqual(clickable);
  });

  test('「跳到正文」真的跳到正文', async () => {
    const { page } = await open('/00-sockets/');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('跳到正文');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.closest("#VPContent") !== null')).toBe(true);
  });
});

interface Stop {
  areas: string[];
  outlined: boolean;
  html: string;
}

/** 一下一下按 Tab，走到头为止，记下每一站在哪一块、焦点看不看得见。 */
async function walk(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  while (stops.length < mostStops) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(describeFocus);
    if (!stop) return stops;
    stops.push(stop);
  }
  throw new Error(`按了 ${mostStops} 次 Tab 还没走完。`);
}

/** 在浏览器里运行：现在焦点在哪。回到 body，或者又见到走过的，就是走完了。 */
function describeFocus(): Stop | null {
  const element = document.activeElement;
  if (!element || element === document.body || element.hasAttribute('data-reached')) return null;
  element.setAttribute('data-reached', '');
  const style = getComputedStyle(element);
  const areas = ['.VPSkipLink', '.VPNavBarTitle', '.VPNavBarSearch', '.VPNavMenu', '.VPSidebar', '.vp-doc', '.doc-footer'];
  return {
    areas: areas.filter((area) => element.closest(area)),
    outlined: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1,
    html: element.outerHTML.slice(0, 120),
  };
}
