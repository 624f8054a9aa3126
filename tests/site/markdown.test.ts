// 各个 Markdown 插件，不经浏览器：写对了得到什么，写错了报在哪一行。

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createMarkdownRenderer } from 'vitepress';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signatures } from '../../.vitepress/markdown/hover-types.ts';
import { markdown } from '../../.vitepress/markdown/index.ts';

let render: (source: string) => Promise<string>;
const folder = mkdtempSync(join(tmpdir(), 'markdown-'));
const server = resolve('chapters/01-udp/server.ts');
const hello = resolve('chapters/01-udp/transcripts/hello.txt');

beforeAll(async () => {
  const md = await createMarkdownRenderer(folder, markdown);
  render = (source) => md.renderAsync(source, { path: join(folder, 'page.md'), relativePath: 'page.md', cleanUrls: true });
});

function signaturesIn(html: string): (string | undefined)[] {
  return [...html.matchAll(/ data-type="(\w+)"/g)].map(([, key]) => signatures.get(key!));
}

afterAll(() => rmSync(folder, { recursive: true }));

describe('引入的代码', () => {
  test('整个文件引入时也没有区段标记', async () => {
    const html = await render(`<<< ${server}`);
    expect(html).toContain('createSocket');
    expect(html).not.toMatch(/#(?:end)?region/);
  });

  test('只显示一段，签名照样认得', async () => {
    const html = await render(`<<< ${server}#step-2`);
    const key = /<span class="hover" data-type="(\w+)" tabindex="0">bind<\/span>/.exec(html)?.[1];
    expect(signatures.get(key!)).toMatch(/^Socket\.bind\(/);
    expect(html).not.toContain('createSocket');
  });

  test('只有来自 node: 的名字有签名', async () => {
    const html = await render(`<<< ${server}`);
    const named = [...html.matchAll(/class="hover"[^>]*>([^<]+)</g)].map((match) => match[1]);
    expect(named).toEqual(expect.arrayContaining(['createSocket', 'RemoteInfo', 'bind', 'address', 'send', 'close', 'on', 'isUtf8']));
    expect(named).not.toEqual(expect.arrayContaining(['reply']));
    expect(named).not.toEqual(expect.arrayContaining(['console']));
  });

  test('引入的文件改了，签名跟着改', async () => {
    const file = join(folder, 'changing.ts');
    writeFileSync(file, "import { createSocket } from 'node:dgram';\ncreateSocket('udp4');\n");
    expect(signaturesIn(await render(`<<< ${file}`))).toContainEqual(expect.stringMatching(/\bcreateSocket\(/));
    writeFileSync(file, "import { isIP } from 'node:net';\nisIP('127.0.0.1');\n");
    const changed = signaturesIn(await render(`<<< ${file}`));
    expect(changed).toHaveLength(2);
    for (const signature of changed) expect(signature).toMatch(/\bisIP\(/);
  });

  test('一步的编号放在代码的边上', async () => {
    expect(await render(`<<< ${server}#step-1`)).toContain('<span class="line prose step-line"><span class="c">// <span class="step">① </span>创建套接字</span></span>');
  });
});

describe('终端记录', () => {
  test('几个终端并排，值用系统的颜色', async () => {
    const html = await render(`<<< ${hello}`);
    expect(html.match(/class="terminal"/g)).toHaveLength(2);
    expect(html).toMatch(/<span class="by-sys" title="客户端端口[^"]*">51112<\/span>/);
    expect(html).toContain('<kbd>hello</kbd>');
  });

  test('只要一个终端，只要其中几行', async () => {
    const html = await render(`<<< ${hello}#client{2-3}`);
    expect(html.match(/class="terminal"/g)).toHaveLength(1);
    expect(html).toContain('<kbd>hello</kbd>');
    expect(html).not.toContain('npx tsx');
    expect(html).not.toContain('应答：');
  });

  test('没有这个终端：报出是哪一页哪一行', async () => {
    await expect(render(`第一行\n\n<<< ${hello}#nobody`)).rejects.toThrow('page.md:3：这份记录里没有叫「nobody」的终端。');
  });

  test('标题写着预期失败的，看得见「预期失败」', async () => {
    const file = join(folder, 'transcripts');
    const { mkdirSync } = await import('node:fs');
    mkdirSync(file, { recursive: true });
    writeFileSync(join(file, 'fault.txt'), '预期失败：端口被占用\n\n系统：Linux\nNode：20\n工具：无\n\n=== server 服务端\n$ npx tsx server.ts\n! 已被占用\n（退出码 1）\n');
    expect(await render(`<<< ${join(file, 'fault.txt')}`)).toContain('<strong class="transcript-fault">预期失败</strong><span>端口被占用</span>');
  });
});

describe('图', () => {
  test('PlantUML 画成 SVG，颜色是主题的变量，有名字', async () => {
    const html = await render('```plantuml 两类应用\n@startmindmap\n* 两类\n** 开放\n@endmindmap\n```');
    expect(html).toContain('aria-label="两类应用"><g aria-hidden="true">');
    expect(html).toContain('var(--sheet)');
    expect(html).not.toMatch(/#[0-9A-F]{6}/);
  });

  test('笔记里「:\\」加换行的写法照样能画', async () => {
    expect(await render('```plantuml\n@startmindmap\n* 根\n**:\\\n第一行\n第二行;\n@endmindmap\n```')).toContain('第二行');
  });

  test('PlantUML 语法错了：报出是哪一页哪一行', async () => {
    await expect(render('开头\n\n```plantuml\n@startmindmap\n* 根\n这一行不对\n@endmindmap\n```')).rejects.toThrow('page.md:6：');
  });

  test('本地的 SVG 放进页面，几张图的 id 不重名', async () => {
    writeFileSync(join(folder, 'a.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><marker id="m"/><path marker-end="url(#m)"/></svg>');
    const html = await render('![一扇门](./a.svg)');
    expect(html).toContain('<figcaption><span>一扇门</span>');
    expect(html).toContain('id="a-m"');
    expect(html).toContain('url(#a-m)');
  });
});

describe('正文', () => {
  test('源文件里的换行：汉字之间不留空格，汉字和字母之间留', async () => {
    expect(await render('一行。\n又一行，\n`code` 和\nNode 的\n字')).toContain('一行。又一行，<code>code</code> 和\nNode 的字');
  });
});

describe('先猜再跑', () => {
  test('问题看得见，答案折叠着', async () => {
    expect(await render('::: predict 会怎样？\n- 甲\n\n---\n\n答案\n:::')).toMatch(/会怎样？[^]*甲[^]*<details class="answer"><summary>[^]*答案[^]*<\/details>/);
  });

  test('忘了分开问题和答案：报出是哪一行', async () => {
    await expect(render('::: predict 会怎样？\n答案\n:::')).rejects.toThrow('page.md:1：');
  });
});
