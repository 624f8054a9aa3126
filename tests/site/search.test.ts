import { expect, test } from 'vitest';
import { describeInBrowser } from './support/browser.ts';

describeInBrowser('站内搜索', (open) => {
  test.each(['端口', '缓存', '报文', '四元组'])('找得到「%s」，结果里真有这几个字', async (word) => {
    const { page } = await open('/');
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill(word);
    const results = page.locator('.VPLocalSearchBox .result');
    await results.first().waitFor();
    expect(await results.count()).toBeGreaterThan(0);
    await results.first().click();
    await page.locator('.VPLocalSearchBox').waitFor({ state: 'detached' });
    // 搜索框先关上，页面随后才换：等到新的一页里有这个词。
    await page.locator('.vp-doc', { hasText: word }).waitFor();
  });

  test('没有的词：说没有找到', async () => {
    const { page } = await open('/');
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('㙓㙓㙓');
    await page.getByText('没有找到').waitFor();
  });
});
