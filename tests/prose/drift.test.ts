/** 页面与程序对不上的毛病，一次种一处。 */
import { describe, it } from 'vitest';
import { chapterList } from '../../tools/check/gates/chapter-list.ts';
import { commands } from '../../tools/check/gates/commands.ts';
import { headings } from '../../tools/check/gates/headings.ts';
import { links } from '../../tools/check/gates/links.ts';
import { pastedCode } from '../../tools/check/gates/pasted-code.ts';
import { quotes } from '../../tools/check/gates/quotes.ts';
import { unusedRegions } from '../../tools/check/gates/regions.ts';
import { snippets } from '../../tools/check/gates/snippets.ts';
import { steps } from '../../tools/check/gates/steps.ts';
import { transcripts } from '../../tools/check/gates/transcripts.ts';
import { Copy, expectFindings } from './support.ts';

const page = 'docs/01-echo/index.md';
const server = 'chapters/01-echo/server.ts';
const client = 'chapters/01-echo/client.ts';
const hello = 'chapters/01-echo/transcripts/hello.txt';

describe('`<<<`', () => {
  it('要取的文件不在了', () => {
    const copy = new Copy().edit(page, 'steps/0-note/server.ts', 'steps/0-note/sever.ts');
    expectFindings(snippets, copy, [`${page}:55`, 'chapters/01-echo/steps/0-note/sever.ts 不存在']);
  });

  it('程序里的区域改了名字：页面取不到，程序里的也没有人用', () => {
    const copy = new Copy().edit(server, '#region step-2', '#region bind').edit(server, '#endregion step-2', '#endregion bind');
    expectFindings(snippets, copy, [`${page}:41`, '没有「step-2」。那里有的是：shell、step-1、bind']);
    expectFindings(unusedRegions, copy, [`${server}:40`, '区域「bind」没有在任何一页里用到']);
  });

  it('记录里没有那个终端', () => {
    const copy = new Copy().edit(page, 'hello.txt', 'hello.txt#clients');
    expectFindings(snippets, copy, [`${page}:12`, '那里有的是：server、client']);
  });

  it('整份放进来的题目不在了', () => {
    const copy = new Copy().remove('chapters/01-echo/exercises/1-count/task.md');
    expectFindings(snippets, copy, [`${page}:49`, 'task.md 不存在']);
  });

  it('写在 Windows 上签出的文件里，也一样', () => {
    const copy = new Copy().edit(page, 'client.ts#step-1', 'client.ts#step-9\r');
    expectFindings(snippets, copy, [`${page}:47`, '没有「step-9」']);
  });
});

describe('区域', () => {
  it('没有结尾', () => {
    const copy = new Copy().edit(client, '// #endregion step-1\n', '');
    expectFindings(unusedRegions, copy, [`${client}:33`, '没有结尾']);
  });

  it('外壳：一个程序整个出现过，同一章的都算用上；一个也没有，就不算', () => {
    const [whole, alone] = ['<<< ../../chapters/01-echo/server.ts\n', '<<< ../../chapters/01-echo/client.ts#shell [外壳]\n'];
    expectFindings(unusedRegions, new Copy().edit(page, alone, ''));
    expectFindings(unusedRegions, new Copy().edit(page, whole, ''), [`${server}:9`, '「shell」']);
    expectFindings(unusedRegions, new Copy().edit(page, whole, '').edit(page, alone, ''), [`${client}:9`, '「shell」'], [`${server}:9`, '「shell」']);
  });

  it('整个文件出现过，单独的一步不算用上', () => {
    const copy = new Copy().edit(page, '<<< ../../chapters/01-echo/server.ts#step-1{ts}\n', '');
    expectFindings(unusedRegions, copy, [`${server}:33`, '「step-1」']);
  });
});

describe('步骤', () => {
  it('页面上的名字不同', () => {
    const copy = new Copy().edit(page, '② 绑定端口 {', '② 绑定一个端口 {');
    expectFindings(steps, copy, [`${page}:39`, '标题是「② 绑定一个端口」，chapters/01-echo/server.ts:41 那一步却叫「② 绑定端口」']);
  });

  it('页面上的编号不同', () => {
    const copy = new Copy().edit(page, '② 绑定端口 {', '③ 绑定端口 {');
    expectFindings(steps, copy, [`${page}:39`, '却叫「② 绑定端口」']);
  });

  it('页面少讲了一步', () => {
    const copy = new Copy().edit(page, '### ② 绑定端口 {#server-2}', '接着绑定端口：');
    expectFindings(steps, copy, [`${page}:35`, '补上标题：### ② 绑定端口 {#server-2}']);
  });

  it('程序里没有这一步', () => {
    const copy = new Copy().edit(client, '// ① 寄出报文', '// 寄出报文');
    expectFindings(steps, copy, [`${page}:45`, 'client.ts 里没有这一步（client-1）']);
  });

  it('页面上的次序颠倒了', () => {
    const copy = new Copy()
      .edit(page, '### ① 创建套接字 {#server-1}', '### 先')
      .edit(page, '### ② 绑定端口 {#server-2}', '### ② 绑定端口 {#server-2}\n\n### ① 创建套接字 {#server-1}');
    expectFindings(steps, copy, [`${page}:41`, '排在「② 绑定端口」后面，次序乱了']);
  });
});

describe('手抄的代码', () => {
  it('四行 TypeScript', () => {
    const copy = new Copy().edit(page, "socket.send('hello', 12000);", "socket.send('hello', 12000);\nsocket.close();\n\nfoo();");
    expectFindings(pastedCode, copy, [`${page}:29`, '手抄了 4 行代码']);
  });

  it('写在题目里也一样', () => {
    const task = 'chapters/01-echo/exercises/1-count/task.md';
    const copy = new Copy().append(task, '\n```typescript\na();\nb();\nc();\nd();\n```\n');
    expectFindings(pastedCode, copy, [`${task}:5`, '最多 3 行']);
  });
});

describe('抄来的例子', () => {
  const quoted = (lines: string): string => `\n\`\`\`ts ${server}\n${lines}\n\`\`\`\n`;

  it('与原处相同，缩进可以不同', () => {
    expectFindings(quotes, new Copy().append('CONTRIBUTING.md', quoted('// ② 绑定端口')));
  });

  it('差一个字，或者只有半行', () => {
    expectFindings(quotes, new Copy().append('CONTRIBUTING.md', quoted('// ② 绑定')), ['CONTRIBUTING.md:7', `例子与 ${server} 里的不同`]);
  });

  it('出处不在了', () => {
    const copy = new Copy().append('CONTRIBUTING.md', quoted('// ② 绑定端口').replace('server.ts', 'serve.ts'));
    expectFindings(quotes, copy, ['CONTRIBUTING.md:7', 'chapters/01-echo/serve.ts 不存在']);
  });
});

describe('标题', () => {
  it('一段话被下面的横线变成了标题', () => {
    const copy = new Copy().edit(page, '客户端等到什么时候……\n', '客户端等到什么时候……\n---\n');
    expectFindings(headings, copy, [`${page}:15`, '横线上面空一行']);
  });

  it('`:::` 下面的横线只是横线', () => {
    expectFindings(headings, new Copy().edit(page, '::: tip 先想一想\n', '::: tip 先想一想\n---\n'));
  });

  it('前后没有空行', () => {
    expectFindings(headings, new Copy().edit(page, '## 客户端 {#client}\n\n', '## 客户端 {#client}\n'), [`${page}:43`, '前后各空一行'], [`${page}:44`, '前后各空一行']);
  });
});

describe('链接', () => {
  it('网站上没有这一页', () => {
    const copy = new Copy().edit(page, '](/terms)', '](/term)');
    expectFindings(links, copy, [`${page}:10`, '/term 不存在']);
  });

  it('没有这个锚点', () => {
    const copy = new Copy().edit(page, '](#server)', '](#servers)');
    expectFindings(links, copy, [`${page}:10`, '没有锚点 #servers']);
  });

  it('别处指过来的标识改了名', () => {
    const copy = new Copy().edit(page, '{#server-2}', '{#bind}');
    expectFindings(links, copy, ['chapters/01-echo/exercises/1-count/task.md:3', `${page} 里没有锚点 #server-2`]);
  });

  it('判题时叫人去看的那一节改了名', () => {
    const copy = new Copy().edit('chapters/01-echo/exercises/1-count/task.md', '{#exercise-1}', '{#count}');
    expectFindings(links, copy, ['chapters/01-echo/exercises/1-count/check.ts:2', `${page} 里没有锚点 #exercise-1`]);
  });

  it('图片不在了', () => {
    const copy = new Copy().remove('docs/public/house.svg');
    expectFindings(links, copy, [`${page}:8`, '/house.svg 不存在']);
  });

  it('README 里的链接断了，标题得出的锚点也要对', () => {
    const copy = new Copy().edit('README.md', 'docs/01-echo/index.md', 'docs/01-echo.md').edit('README.md', '#添一章', '#添两章');
    expectFindings(links, copy, ['README.md:11', 'docs/01-echo.md 不存在'], ['README.md:11', 'CONTRIBUTING.md 里没有锚点 #添两章']);
  });

  it('同一页里有两个相同的标识', () => {
    const copy = new Copy().edit(page, '{#client}', '{#server}');
    expectFindings(links, copy, [`${page}:43`, '已经给了第 33 行']);
  });
});

describe('命令和路径', () => {
  it('README 里的脚本不存在', () => {
    const copy = new Copy().edit('README.md', 'npm run learn check', 'npm run study check');
    expectFindings(commands, copy, ['README.md:8', '没有脚本「study」']);
  });

  it('README 里的程序不存在', () => {
    const copy = new Copy().edit('README.md', 'npx tsx chapters/01-echo/server.ts', 'npx tsx chapters/01-echo/serve.ts');
    expectFindings(commands, copy, ['README.md:7', 'chapters/01-echo/serve.ts 不存在']);
  });

  it('README 里的练习不存在', () => {
    const copy = new Copy().edit('README.md', '01-echo/1', '01-echo/7');
    expectFindings(commands, copy, ['README.md:8', '没有练习 01-echo/7']);
  });

  it('脚本要运行的文件不存在', () => {
    const copy = new Copy().edit('package.json', '"learn": "node -v"', '"learn": "node learn/run.ts"');
    expectFindings(commands, copy, ['package.json:7', '脚本「learn」要运行的 learn/run.ts 不存在']);
  });

  it('反引号里的路径不存在，带 * 的也要至少有一个', () => {
    const copy = new Copy().edit('CONTRIBUTING.md', 'transcripts/*.txt', 'transcript/*.txt');
    expectFindings(commands, copy, ['CONTRIBUTING.md:5', 'chapters/*/transcript/*.txt 不存在']);
  });
});

describe('记录', () => {
  it('没有哪一页用到', () => {
    const copy = new Copy().edit(page, '<<< ../../chapters/01-echo/transcripts/hello.txt\n', '');
    expectFindings(transcripts, copy, [`${hello}:1`, '没有哪一页用到']);
  });

  it('写法不对', () => {
    const copy = new Copy().edit(hello, '=== client 终端二：客户端', '== client 终端二：客户端\n（等 nobody：已绑定）');
    expectFindings(transcripts, copy, [`${hello}:11`, '没有叫「nobody」的终端']);
  });

  it('要运行的程序不在了', () => {
    const copy = new Copy().edit(hello, 'chapters/01-echo/client.ts', 'chapters/01-echo/clients.ts');
    expectFindings(transcripts, copy, [`${hello}:11`, 'chapters/01-echo/clients.ts 不存在']);
  });
});

describe('README 的目录', () => {
  it('少了一章', () => {
    const copy = new Copy().edit('README.md', '[01 回声](docs/01-echo/index.md)', '[02 再来](docs/02-again/index.md)');
    expectFindings(chapterList, copy, ['README.md:15', '「现在写好的有」里没有 01-echo']);
  });
});
