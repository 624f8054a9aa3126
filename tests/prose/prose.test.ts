/** 写得不对的毛病，一次种一处：标点、空格、名字、空话、术语。 */
import { describe, it } from 'vitest';
import { terms } from '../../tools/check/gates/terms.ts';
import { typography } from '../../tools/check/gates/typography.ts';
import { unwritten } from '../../tools/check/gates/unwritten.ts';
import { wording } from '../../tools/check/gates/wording.ts';
import { Copy, expectFindings, type Expected } from './support.ts';
import type { Gate } from '../../tools/check/finding.ts';

const page = 'docs/01-echo/index.md';
const server = 'chapters/01-echo/server.ts';
const task = 'chapters/01-echo/exercises/1-count/task.md';

/** 在页面的第 10 行种一句话。 */
function inPage(gate: Gate, sentence: string, ...says: string[]): void {
  const copy = new Copy().edit(page, '先看一次运行，', `${sentence}先看一次运行，`);
  expectFindings(gate, copy, ...says.map((text): Expected => [`${page}:10`, text]));
}

describe('中文排版', () => {
  it('正文里的半角逗号', () => inPage(typography, '先绑定,再接收。', '写成「先绑定，再接收。'));
  it('中文与字母之间没有空格', () => inPage(typography, '用UDP寄出。', '写成「用 UDP 寄出。'));
  it('数字后面没有空格', () => inPage(typography, '等 3秒。', '写成「等 3 秒。'));
  it('半角括号', () => inPage(typography, '目的地址(IP 和端口)。', '（IP 和端口）'));
  it('代码里的标点不算', () => inPage(typography, '写 `f(a,b)` 和 `端口,80`。'));

  it('题目里的', () => {
    expectFindings(typography, new Copy().edit(task, '各数各的。', '各数各的.'), [`${task}:3`, '各数各的。']);
  });

  it('表格里的', () => {
    expectFindings(typography, new Copy().edit(page, '登记一个回调', '登记,再走'), [`${page}:20`, '表格里的标点或空格不对']);
  });

  it('图片说明里的', () => {
    expectFindings(typography, new Copy().edit(page, '窗口里的房子', '窗口里的2间房子'), [`${page}:8`, '图片说明里的']);
  });

  it('提示框标题里的', () => {
    expectFindings(typography, new Copy().edit(page, '先想一想', '先想想,再看'), [`${page}:14`, '提示框标题里的']);
  });

  it('页首里的', () => {
    expectFindings(typography, new Copy().edit(page, '一问一答，', '一问一答,'), [`${page}:3`, '页首里的']);
  });

  it('程序的注释里的，连同行号', () => {
    expectFindings(typography, new Copy().edit(server, '内核从这里起', '内核,从这里起'), [`${server}:42`, '注释里的']);
  });

  it('注释里的函数名、引起来的名字和命令不算', () => {
    expectFindings(typography, new Copy().edit(server, '内核从这里起', "bind() 之后，'message' 才会来；用 npx tsx a.ts [端口]。内核从这里起"));
  });

  it('字符串、正则表达式和模板里的 // 不是注释', () => {
    expectFindings(typography, new Copy().write('chapters/01-echo/odd.ts', 'export const odd = [`${1}// 中文,b`, /\\/\\/中文,b/, "// 中文,b"];\n'));
  });
});

describe('zhlint 不管的', () => {
  it('三个点的省略号', () => inPage(wording, '等等...', '省略号写「……」'));
  it('半个省略号', () => inPage(wording, '等等…', '省略号写两个'));
  it('半个破折号', () => inPage(wording, '门—也就是套接字。', '破折号写两个'));
  it('Node.js 的大小写', () => inPage(wording, '用 node.js 写。', '写「Node.js」'));
  it('TypeScript 的大小写', () => inPage(wording, '用 typescript 写。', '写「TypeScript」'));
  it('协议的名字', () => inPage(wording, '用 udp 寄。', '写「UDP」'));
  it('路径、域名、选项和代码里的名字不算', () => inPage(wording, '见 docs/node、nodejs.org、--http 和 `node.js`，以及 <https://nodejs.org/api/net.html>。'));
  it('没有加反引号的函数名', () => inPage(wording, '调用 bind() 之后。', '函数名放进反引号'));

  it('粗体没有成形', () => {
    expectFindings(wording, new Copy().append('README.md', '\n**先这样。**再那样。\n'), ['README.md:17', '空一格']);
    expectFindings(typography, new Copy().append('README.md', '\n**先这样。** 再那样。\n'));
  });

  it('程序打印的话里少了空格', () => {
    expectFindings(wording, new Copy().edit(server, '端口写成 0', '端口写成0'), [`${server}:15`, '空一格']);
  });
});

describe('空话', () => {
  it('众所周知', () => inPage(wording, '众所周知，', '删去'));
  it('套话「让我们看看」', () => inPage(wording, '接下来让我们看看结果。', '删去'));
  it('真的在说谁让谁，不算', () => inPage(wording, '对方说的话，这份 RFC 让我们扔掉。'));
  it('进行加动词', () => inPage(wording, '两个进程进行通信。', '写「通信」'));
  it('正在进行、进行中，不算', () => inPage(wording, '连接正在进行，握手进行中。'));
  it('感叹号', () => inPage(wording, '成了！', '改成句号'));
  it('没有「所谓」的粘包', () => inPage(wording, '这就是粘包。', '所谓「粘包」'));
  it('有「所谓」的粘包', () => inPage(wording, '这就是所谓「粘包」。'));
  it('放在反引号里，是在谈论它', () => inPage(wording, '不写 `您` 和 `让我们`。'));

  it('程序打印的话里也不行', () => {
    expectFindings(wording, new Copy().edit(server, '端口写成 0', '请您把端口写成 0'), [`${server}:15`, '写「你」']);
  });

  it('图里也不行', () => {
    expectFindings(wording, new Copy().edit(page, '** 报文', '** 进行通信'), [`${page}:25`, '图里有']);
  });
});

describe('术语', () => {
  it('页面里', () => inPage(terms, '创建套接口。', '写「套接字」（见 docs/terms.md）'));
  it('放在引号里，是在谈论它', () => inPage(terms, '有的书写「套接口」。'));
  it('是另一个术语的一部分', () => inPage(terms, '全名是用户数据报协议。'));
  it('带括号的由人来看', () => inPage(terms, '丢了一个包。'));

  it('注释里', () => {
    expectFindings(terms, new Copy().edit(server, '的报文交给它', '的数据报交给它'), [`${server}:42`, '写「报文」']);
  });

  it('程序打印的话里', () => {
    expectFindings(terms, new Copy().edit(server, '`已绑定 ', '`套接口已绑定 '), [`${server}:50`, '写「套接字」']);
  });

  it('记录的标题里', () => {
    expectFindings(terms, new Copy().edit('chapters/01-echo/transcripts/hello.txt', '一问一答', '一问一答的数据报'), ['chapters/01-echo/transcripts/hello.txt:1', '写「报文」']);
  });

  it('图里', () => {
    expectFindings(terms, new Copy().edit(page, '** 报文', '** 数据报'), [`${page}:25`, '写「报文」']);
  });

  it('手画的图里', () => {
    expectFindings(terms, new Copy().edit('docs/public/house.svg', '套接字', '套接口'), ['docs/public/house.svg:1', '写「套接字」']);
  });

  it('初见的那一页没有讲到', () => {
    expectFindings(terms, new Copy().edit('docs/terms.md', '| 半关闭 | half-close | 半闭 | 一头说完了，还可以接着读。 | 04-closing |', '| 半关闭 | half-close | 半闭 | 一头说完了。 | [01](/01-echo/) |'), ['docs/terms.md:8', '没有「半关闭」']);
  });

  it('那一章写成了，还没有链接', () => {
    expectFindings(terms, new Copy().edit('docs/terms.md', '04-closing', '01-echo'), ['docs/terms.md:8', '写成 [01](/01-echo/)']);
  });
});

describe('待写', () => {
  it('页面里', () => inPage(unwritten, '待写。', '还没有写'));

  it('程序里', () => {
    expectFindings(unwritten, new Copy().edit(server, '// 内核从这里起', '// 待写：内核从这里起'), [`${server}:42`, '写完它']);
  });
});
