// 读者在页面上的实验室里做得到的事，在真的浏览器里一样一样做。

import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { site } from '../../.vitepress/site.ts';
import { chapters, expectedChoices } from '../lab/stage/scenes.ts';
import { desktop, describeInBrowser, phone, type Open } from './support/browser.ts';
import { dist } from './support/dist.ts';

const untouchedBytes = 6 * 1024;
const firstRunBytes = 170 * 1024;
const oursBytes = 30 * 1024;
const editorBytes = 220 * 1024;
const waitMs = 15_000;

interface Visitor {
  page: Page;
  lab: Locator;
  errors: string[];
  requests: string[];
  press(name: string): Promise<void>;
  sees(text: string | RegExp): Promise<void>;
  /** 哪个终端里写着；一行一行的，行与行之间是换行。 */
  reads(text: string | RegExp): Promise<void>;
}

async function enter(open: Open, path = '/01-udp/', options = desktop): Promise<Visitor> {
  const { page, errors, requests } = await open(path, options);
  const lab = page.getByRole('region', { name: '网络实验室' });
  return {
    page,
    lab,
    errors,
    requests,
    press: async (name) => {
      const pressing = lab.getByRole('button', { name, exact: true }).first().click({ timeout: waitMs });
      await pressing.catch(async (error: Error) => {
        throw new Error(`${error.message}\n控制台：${errors.join('；') || '没有报错'}\n实验室：${await lab.innerText()}`, { cause: error });
      });
    },
    sees: (text) => lab.getByText(text).first().waitFor({ timeout: waitMs }),
    reads: async (text) => {
      const screens = lab.locator('.lab-terminal pre');
      await expect.poll(async () => (await screens.allInnerTexts()).join('\n'), { timeout: waitMs }).toMatch(text);
    },
  };
}

/** 一有报文在路上，当场按下 `name`：让测试一来一回地等，忙的机器上报文早就到了。 */
async function pressWhileFlying({ page }: Visitor, name: string): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const look = () => {
      const button = [...document.querySelectorAll('.lab button')].find((one) => one.textContent.trim() === '${name}' && !one.disabled);
      if (!button || !document.querySelector('.lab-arrow.flying')) return requestAnimationFrame(look);
      button.click();
      resolve();
    };
    look();
  })`);
}

/** 伸出自己那座房子右墙的东西。 */
async function stickingOut(lab: Locator): Promise<string[]> {
  return lab.locator('.lab-house').evaluateAll((houses) =>
    houses.flatMap((house) => {
      const wall = house.getBoundingClientRect().right;
      return [...house.querySelectorAll('*')].filter((part) => part.getBoundingClientRect().right > wall + 0.5).map(({ textContent }) => textContent ?? '');
    }),
  );
}

/** 打开编辑器，把一个文件换成另一份，运行。 */
async function edit({ lab, page, press, sees }: Visitor, file: string, change: (source: string) => string): Promise<void> {
  await lab.getByText('改程序').click();
  await press(file);
  const content = lab.getByRole('textbox', { name: `${file} 的源码` });
  await content.waitFor();
  const source = readFileSync(`chapters/01-udp/${file}`, 'utf8').replace(/^\/\/ #(?:end)?region.*\n/gm, '');
  await content.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(change(source));
  await press('运行改过的');
  await sees(/./);
}

describeInBrowser('网络实验室', (open) => {
  test('页面的脚本还没有接手的时候，「运行」按不下去', async () => {
    const { lab } = await enter(open, '/01-udp/', { ...desktop, javaScriptEnabled: false });
    expect(await lab.getByRole('button', { name: '运行', exact: true }).isDisabled()).toBe(true);
  });

  test('运行：程序说的话、报文、套接字都在；没有出错，也不请求别的主机', async () => {
    const { press, sees, lab, errors, requests } = await enter(open);
    await press('运行');
    await sees('应答：HELLO');
    await sees(/来自 10\.0\.0\.1:\d+：收到 5 字节，应答 5 字节/);
    expect(await lab.locator('.lab-arrow').count()).toBe(2);
    expect(await lab.getByRole('list', { name: '套接字，1 个' }).innerText()).toMatch(/0\.0\.0\.0:12000/);
    expect(await lab.getByRole('log').innerText()).toContain('5 字节「hello」');
    expect(errors).toEqual([]);
    const [own] = requests;
    expect(requests.filter((url) => !url.startsWith(new URL(own!).origin) && !/^(?:data|blob|about):/.test(url))).toEqual([]);
  });

  test('暂停：时间停住；继续：走完', async () => {
    const visitor = await enter(open);
    const { press, sees, lab } = visitor;
    await press('运行');
    await pressWhileFlying(visitor, '暂停');
    const clock = lab.locator('.lab-clock');
    const stopped = await clock.innerText();
    await sees('时间停着');
    expect(await lab.locator('.lab-arrow.flying').count()).toBe(1);
    expect(await clock.innerText()).toBe(stopped);
    await press('继续');
    await sees('应答：HELLO');
  });

  test('走一步：到下一个报文动身或者到达就停', async () => {
    const visitor = await enter(open);
    const { press, sees, lab } = visitor;
    await press('运行');
    await pressWhileFlying(visitor, '走一步');
    await sees('时间停着');
    expect(await lab.locator('.lab-arrow').count()).toBe(1);
    await press('走一步');
    await lab.locator('.lab-arrow').nth(1).waitFor();
    await sees('时间停着');
    expect(await lab.getByText('应答：HELLO').count()).toBe(0);
  });

  test('打开在路上的报文，丢掉它：没有人知道，客户端一直等', async () => {
    const visitor = await enter(open);
    const { press, sees, lab } = visitor;
    await press('运行');
    await pressWhileFlying(visitor, '暂停');
    await lab.locator('.lab-arrow.flying').first().dispatchEvent('click');
    const card = lab.getByRole('dialog', { name: '拆开的报文' });
    await card.waitFor();
    expect(await card.innerText()).toMatch(/10\.0\.0\.2:12000[^]*首部|10\.0\.0\.2:12000[^]*68 65 6c 6c 6f/);
    await press('丢掉它');
    await press('继续');
    await sees('被你丢掉');
    await sees(/等了 3 秒，还没有应答/);
  });

  test('停下一个程序：端口还给系统；再运行，接着能问', async () => {
    const { press, sees, lab } = await enter(open);
    await press('运行');
    await sees('应答：HELLO');
    await press('服务端：按 Ctrl-C');
    await sees('已停止，端口还给系统。');
    expect(await lab.getByText('没有套接字').count()).toBe(2);
    await press('服务端：再运行一次');
    await press('客户端：再运行一次');
    await sees(/应答：HELLO[^]*应答：HELLO/);
  });

  test('再开一个客户端，自己打字', async () => {
    const { press, sees, lab } = await enter(open);
    await press('运行');
    await sees('应答：HELLO');
    await press('再开一个');
    const keyboard = lab.getByRole('textbox', { name: '在又一个客户端的键盘上打一行' });
    await keyboard.fill('网络 ok');
    await keyboard.press('Enter');
    await sees('应答：网络 OK');
  });

  test('一行一行地打，按 Ctrl-D 说完', async () => {
    const { press, sees, reads, lab } = await enter(open, '/04-closing/');
    await press('运行');
    await reads('hello\nhello');
    const keyboard = lab.getByRole('textbox', { name: '在客户端的键盘上打一行' });
    await keyboard.fill('网络');
    await keyboard.press('Enter');
    await reads('网络\n网络');
    await press('客户端：按 Ctrl-D');
    await sees('收全了：送出 13 字节');
    await sees('TIME_WAIT');
    expect(await keyboard.count()).toBe(0);
  });

  test('断开链路：报文丢在路上', async () => {
    const { press, sees, lab } = await enter(open);
    await press('运行');
    await sees('应答：HELLO');
    await lab.getByText('旋钮：把路弄坏').click();
    await lab.getByRole('checkbox').check();
    await press('重来');
    await sees('链路断了，丢了');
  });

  test('旋钮：拧到哪里，网络就怎样', async () => {
    const { press, sees, lab } = await enter(open);
    await press('运行');
    await sees('应答：HELLO');
    await lab.getByText('旋钮：把路弄坏').click();
    await lab.getByRole('slider', { name: '时延' }).fill('5');
    await press('重来');
    await lab.getByText('应答：HELLO').waitFor();
    await sees('0.010 秒');
    await lab.getByRole('slider', { name: '重复' }).fill('100');
    await press('重来');
    await expect.poll(() => lab.locator('.lab-arrow').count(), { timeout: waitMs }).toBe(6);
    await lab.getByRole('slider', { name: '丢失' }).fill('100');
    await press('重来');
    await sees('丢在路上');
  });

  test('MSS：SYN 里写的就是旋钮上的', async () => {
    const { press, sees, lab } = await enter(open, '/02-tcp/');
    await press('运行');
    await lab.locator('.lab-arrow').first().waitFor();
    await lab.getByText('旋钮：把路弄坏').click();
    await lab.getByRole('slider', { name: 'MSS' }).fill('200');
    await press('重来');
    await sees('ESTABLISHED');
    await lab.locator('.lab-arrow').first().dispatchEvent('click');
    expect(await lab.getByRole('dialog', { name: '拆开的报文' }).innerText()).toMatch(/MSS\s+200/);
  });

  test('在真的电脑上做同样的事：命令复制得走；不许碰剪贴板，就替读者选中', async () => {
    const { page, press, sees, lab } = await enter(open);
    const command = 'npx tsx chapters/01-udp/server.ts';
    await press('运行');
    await lab.getByText('在真的电脑上做同样的事').click();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await press(`复制：${command}`);
    await sees('已复制');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(command);
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await press(`复制：${command}`);
    await sees('已选中');
    expect(await page.evaluate('String(getSelection())')).toBe(command);
  });

  test('模拟与真实的差别：和 lab/README.md 里的一样多', async () => {
    const { press, lab } = await enter(open);
    await press('运行');
    await lab.getByText('模拟与真实的差别').click();
    const list = readFileSync('lab/README.md', 'utf8').split('## 模拟与真实的差别')[1]!.match(/^- /gm)!;
    await expect.poll(() => lab.locator('.lab-differences li').count(), { timeout: waitMs }).toBe(list.length);
  });

  test('减弱动态效果：报文停在半路，到了就到了；没有请求，它一路走过去', async () => {
    const places = async (reducedMotion: 'reduce' | 'no-preference') => {
      const { press, page, lab } = await enter(open);
      await page.emulateMedia({ reducedMotion });
      await press('运行');
      await lab.locator('.lab-arrow.flying .lab-letter').first().waitFor();
      // 到它落地为止，信封到过几个地方
      return page.evaluate<number>(`(async () => {
        const letter = document.querySelector('.lab-arrow.flying .lab-letter');
        const seen = new Set();
        while (letter.isConnected) {
          seen.add(letter.getAttribute('points'));
          await new Promise(requestAnimationFrame);
        }
        return seen.size;
      })()`);
    };
    expect(await places('reduce')).toBe(1);
    expect(await places('no-preference')).toBeGreaterThan(5);
  });

  test('只用键盘：按了运行，焦点还在台上；走到一个报文，回车拆开，Esc 合上，焦点回到它', async () => {
    const { sees, lab, page } = await enter(open);
    await lab.getByRole('button', { name: '运行', exact: true }).focus();
    await page.keyboard.press('Enter');
    await lab.locator('.lab-controls .lab-run:focus').waitFor();
    await sees('应答：HELLO');
    await lab.locator('.lab-arrow[tabindex="0"]').focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await lab.getByRole('dialog').waitFor();
    expect(await lab.getByRole('dialog').innerText()).toContain('hello');
    await page.keyboard.press('Escape');
    await lab.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await lab.locator('.lab-arrow:focus').getAttribute('aria-label')).toContain('hello');
  });

  test('手机：演到一半也不左右滚动', async () => {
    const { press, sees, page } = await enter(open, '/02-tcp/', phone);
    await press('运行');
    await sees('SYN_RECEIVED');
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0);
  });

  test.each([['电脑', desktop], ['手机', phone]])('%s：按下运行，下面的字不动', async (_, options) => {
    const { press, sees, page, lab } = await enter(open, '/01-udp/', options);
    const next = page.locator('#whole');
    const before = (await next.boundingBox())!.y - (await lab.boundingBox())!.y;
    await press('运行');
    await sees('应答：HELLO');
    expect((await next.boundingBox())!.y - (await lab.boundingBox())!.y).toBeCloseTo(before, 0);
  });

  test('手机：实验一运行，路就看得见；有了答案，一按就到', async () => {
    const { press, page, lab } = await enter(open, '/01-udp/', phone);
    const seen = (selector: string) => page.evaluate(`(() => { const box = document.querySelector('${selector}').getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight - 150; })()`);
    await press('运行');
    await lab.locator('.lab-controls').waitFor();
    await press('丢一个请求');
    await lab.locator('.lab-choices').getByText('谁也不会').click();
    await lab.getByRole('button', { name: /^运行，看看/ }).click();
    await lab.locator('.lab-arrow').first().waitFor();
    expect(await seen('.lab-road')).toBe(true);
    await press('看答案');
    expect(await seen('.lab-verdict')).toBe(true);
  });

  test('重来许多次：沙箱还是一个，worker 不越来越多', async () => {
    const { press, sees, page, lab } = await enter(open);
    await press('运行');
    await lab.locator('.lab-arrow').first().waitFor();
    for (let run = 0; run < 20; run += 1) {
      await press('重来');
      await lab.locator('.lab-arrow').first().waitFor();
    }
    await sees('应答：HELLO');
    expect(await page.locator('iframe[sandbox]').count()).toBe(1);
    // 一个指挥，一个在跑的服务端，两个备着的；客户端已经结束
    await expect.poll(() => page.workers().length).toBe(4);
    await page.getByRole('link', { name: '术语表' }).first().click();
    await page.waitForURL(/terms/);
    await expect.poll(() => page.locator('iframe[sandbox]').count()).toBe(0);
    await expect.poll(() => page.workers().length).toBe(0);
  });
});

describeInBrowser('断了网的实验室', (open) => {
  test('运行过，又按过别的：报文、旋钮、实验都还在', async () => {
    const { page, lab, press, sees, errors } = await enter(open);
    await press('运行');
    await sees('应答：HELLO');
    await press('重来');
    const fetched = `performance.getEntriesByType('resource').map(({ name }) => name).join(' ')`;
    for (const part of ['PacketCard', 'ExperimentPanel', '01-udp.more', 'Knobs', 'RealThing', 'Differences']) {
      await expect.poll(() => page.evaluate(fetched), { timeout: waitMs }).toContain(part);
    }
    await page.context().setOffline(true);
    await sees('应答：HELLO');
    await lab.locator('.lab-arrow').first().click();
    await lab.getByRole('dialog', { name: '拆开的报文' }).waitFor();
    await page.keyboard.press('Escape');
    await lab.getByText('旋钮：把路弄坏').click();
    await lab.getByText('丢失').first().waitFor();
    await press('丢一个请求');
    await lab.locator('.lab-choices input').first().check();
    await lab.getByRole('button', { name: /^运行，看看/ }).click();
    await lab.locator('.lab-verdict').waitFor();
    expect(errors).toEqual([]);
  });

  test('没有下载过的：说没有下载下来；网回来了，再按一次就有', async () => {
    const { page, lab, press, sees } = await enter(open);
    await expect.poll(() => lab.getByRole('button', { name: '运行', exact: true }).isEnabled(), { timeout: waitMs }).toBe(true);
    await page.context().setOffline(true);
    await press('运行');
    await sees('没有下载下来，请检查网络，再按一次。');
    await page.context().setOffline(false);
    await press('运行');
    await sees('应答：HELLO');
    await page.context().setOffline(true);
    for (const title of ['丢一个请求', '改程序']) {
      await lab.getByText(title, { exact: true }).click();
      await sees('没有下载下来，请检查网络，再按一次');
      expect(await lab.locator('.cm-content, .lab-choices').count()).toBe(0);
    }
    await page.context().setOffline(false);
    await lab.getByText('改程序', { exact: true }).click();
    await lab.locator('.cm-content').waitFor();
    await press('丢一个请求');
    await lab.locator('.lab-choices').waitFor();
  });
});

describeInBrowser('实验室里的实验', (open) => {
  describe.each(chapters)('$scene.chapter', ({ scene, experiments, says }) => {
    test('自由地跑：客户端得到了应答；布景上写的就是运行的', async () => {
      const { press, reads, lab, errors } = await enter(open, `/${scene.chapter}/`);
      const commands = await lab.locator('.lab-command').allInnerTexts();
      await press('运行');
      await lab.getByLabel('快慢').selectOption('brisk');
      await reads(says);
      expect(await stickingOut(lab)).toEqual([]);
      expect(commands).toEqual(scene.terminals.map(({ entry, args }) => `$ npx tsx ${entry} ${args.join(' ')}`));
      expect(errors).toEqual([]);
    });

    test.each(experiments)('$id：先猜，再看，看到的是该看到的', async (experiment) => {
      const { press, sees, lab, page } = await enter(open, `/${scene.chapter}/`);
      await press('运行');
      await press(scene.experiments.find(({ id }) => id === experiment.id)!.title);
      await lab.getByText(experiment.question).waitFor();
      expect(await lab.getByRole('button', { name: /^运行，看看/ }).count()).toBe(0);
      const [first] = experiment.choices;
      await lab.locator('.lab-choices').getByText(first!.text, { exact: true }).click();
      await lab.getByLabel('快慢').selectOption('brisk');
      await lab.getByRole('button', { name: /^运行，看看/ }).click();
      await sees(experiment.why.slice(0, 12));
      expect(await lab.locator('.lab-choices .seen input').getAttribute('value')).toBe(expectedChoices[experiment.id]);
      const section = lab.locator('.lab-verdict a');
      expect(await section.innerText()).toBe(experiment.section.title);
      expect(await page.locator((await section.getAttribute('href'))!).count()).toBe(1);
    });
  });
});

describeInBrowser('实验室里改程序', (open) => {
  test('改了就照改的运行；还原，又和原来一样', async () => {
    const visitor = await enter(open);
    await visitor.press('运行');
    await edit(visitor, 'server.ts', (source) => source.replace('.toUpperCase()', '.toUpperCase().repeat(2)'));
    await visitor.sees('应答：HELLOHELLO');
    await visitor.press('还原');
    await visitor.press('运行改过的');
    await visitor.sees('收到 5 字节，应答 5 字节');
  });

  test('语法错误：指着那一行，用中文说', async () => {
    const visitor = await enter(open);
    await visitor.press('运行');
    await edit(visitor, 'client.ts', () => "const a = 1;\nconst b = 'abc;\n");
    await visitor.sees('第 2 行：字符串没有结束：少了一个引号。');
  });

  test('没有的模块：说清楚这里有什么', async () => {
    const visitor = await enter(open);
    await visitor.press('运行');
    await edit(visitor, 'server.ts', () => "import { createServer } from 'node:http';\ncreateServer();\n");
    await visitor.sees('实验室里没有 node:http');
    await visitor.sees('（退出码 1）');
  });

  test('死循环：被结束，页面照常，改回来还能运行', async () => {
    const visitor = await enter(open);
    await visitor.press('运行');
    await edit(visitor, 'server.ts', (source) => `${source}\nfor (;;) { /* 不停 */ }\n`);
    await visitor.sees(/多半是死循环/);
    await visitor.sees('（退出码 137）');
    await visitor.press('还原');
    await visitor.press('运行改过的');
    await visitor.sees('应答：HELLO');
  });
});

describeInBrowser('实验室的分量', (open) => {
  const total = (urls: string[]) => [...new Set(urls)].filter((url) => url.startsWith('http')).map(gzipSize).reduce((sum, size) => sum + size, 0);

  test('读者动手以前：滚动到它，最多 6 KB（gzip）', async () => {
    const { page, requests, lab } = await enter(open);
    await lab.scrollIntoViewIfNeeded();
    await page.evaluate("document.querySelector('.lab').scrollIntoView()");
    await page.waitForLoadState('networkidle');
    const without = await open('/00-sockets/');
    const shared = new Set(without.requests);
    const own = requests.filter((url) => !shared.has(url) && !/01-udp_index|\/01-udp\/$/.test(url) && url.endsWith('.js'));
    const names = own.map((url) => url.split('/').at(-1)!.split('.')[0]);
    expect(names).toContain('Lab');
    for (const later of ['open', 'nodelib', 'process']) expect(names).not.toContain(later);
    const markup = await lab.evaluate((element) => element.outerHTML);
    const styles = readFileSync('.vitepress/theme/styles/lab.css');
    expect(total(own) + gzipSync(markup).length + gzipSync(styles).length).toBeLessThanOrEqual(untouchedBytes);
  });

  test('第一次运行最多再下载 170 KB，其中 Node 的 lib 以外最多 30 KB；编辑器最多 220 KB（gzip）', async () => {
    const { requests, press, sees, lab } = await enter(open);
    // 布景自己的脚本算在页面里：等它来了再数
    await expect.poll(() => requests.some((url) => /\/Lab\.[^/]*\.js$/.test(url))).toBe(true);
    const untouched = requests.length;
    await press('运行');
    await sees('应答：HELLO');
    const first = total(requests.slice(untouched));
    expect(first).toBeGreaterThan(firstRunBytes / 2);
    expect(first).toBeLessThanOrEqual(firstRunBytes);
    const ours = requests.filter((url) => /\/process\.[^/]*\.js$/.test(url));
    expect(ours).toHaveLength(1);
    expect(total(ours)).toBeLessThanOrEqual(oursBytes);
    const ran = requests.length;
    await lab.getByText('改程序').click();
    await lab.locator('.cm-content').waitFor();
    const editor = total(requests.slice(ran));
    expect(editor).toBeGreaterThan(editorBytes / 4);
    expect(editor).toBeLessThanOrEqual(editorBytes);
  });
});

function gzipSize(url: string): number {
  const path = decodeURIComponent(new URL(url).pathname).slice(site.base.length - 1);
  return gzipSync(readFileSync(join(dist, path))).length;
}
