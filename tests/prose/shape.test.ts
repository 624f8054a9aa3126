/** 程序走了样的毛病，一次种一处。 */
import { describe, expect, it } from 'vitest';
import { headers } from '../../tools/check/gates/header.ts';
import { numbering } from '../../tools/check/gates/numbering.ts';
import { columnsOf, shape } from '../../tools/check/gates/shape.ts';
import { shells } from '../../tools/check/gates/shell.ts';
import { Copy, expectFindings } from './support.ts';

const server = 'chapters/01-echo/server.ts';
const client = 'chapters/01-echo/client.ts';
const again = 'chapters/02-again/server.ts';
const note = 'chapters/01-echo/steps/0-note/server.ts';

describe('大小', () => {
  it('一行超过 80 列：汉字占两列', () => {
    const copy = new Copy().edit(note, '// 笔记里的样子。', `// ${'字'.repeat(40)}`);
    expectFindings(shape, copy, [`${note}:1`, '宽 83 列']);
  });

  it('列数按终端里的算', () => {
    expect(['ab', '端口', '①⑳', '……', '「」', 'é'].map(columnsOf)).toEqual([2, 4, 4, 4, 4, 1]);
  });

  it('一个文件超过 150 行', () => {
    const copy = new Copy().append(note, '\n'.repeat(30)).append('chapters/02-again/server.ts', '\n'.repeat(120));
    expectFindings(shape, copy, [`${note}:26`, '有 35 行，最多 25 行'], [`${again}:151`, '最多 150 行']);
  });

  it('一个函数长到 60 行', () => {
    const body = Array.from({ length: 58 }, (_, index) => `  console.log(${index});`).join('\n');
    const copy = new Copy().write('chapters/01-echo/helper.ts', `export function talk(): void {\n${body}\n}\n`);
    expectFindings(shape, copy, ['chapters/01-echo/helper.ts:1', '函数 talk 有 60 行代码，最多 30 行']);
  });

  it('空行和注释不算函数的行数', () => {
    const body = Array.from({ length: 28 }, (_, index) => `\n  // 说明\n  console.log(${index});`).join('\n');
    const copy = new Copy().write('chapters/01-echo/helper.ts', `export function talk(): void {\n${body}\n}\n`);
    expectFindings(shape, copy);
  });

  it('注释太少', () => {
    const copy = new Copy().append(client, Array.from({ length: 20 }, (_, index) => `console.log(${index});\n`).join(''));
    expectFindings(shape, copy, [`${client}:1`, '比是 0.28']);
  });

  it('注释太多', () => {
    const copy = new Copy().edit(client, '// 目的地址', `${'// 又一行。\n'.repeat(20)}// 目的地址`);
    expectFindings(shape, copy, [`${client}:1`, '删去重复代码的注释']);
  });
});

describe('开头', () => {
  it('没有说做什么', () => {
    expectFindings(headers, new Copy().edit(server, '// 回声服务端：收到什么，就寄回什么。\n//\n', ''), [`${server}:1`, '没有说这个程序做什么']);
  });

  it('运行的路径是别的文件', () => {
    expectFindings(headers, new Copy().edit(server, '// 运行：  npx tsx chapters/01-echo/server.ts', '// 运行：  npx tsx chapters/01-udp/server.ts'), [`${server}:3`, '不是这个文件']);
  });

  it('没有说会看到什么', () => {
    expectFindings(headers, new Copy().edit(client, '// 会看到：', '// 结果：'), [`${client}:1`, '没有「会看到：」']);
  });

  it('没有指向讲它的那一页', () => {
    expectFindings(headers, new Copy().edit(client, 'docs/01-echo/index.md', 'docs/01-echo.md'), [`${client}:5`, 'docs/01-echo/index.md']);
  });

  it('半路的程序也要说怎样运行', () => {
    expectFindings(headers, new Copy().edit(note, '// 运行：npx tsx chapters/01-echo/steps/0-note/server.ts\n', ''), [`${note}:1`, '没有「运行：」']);
  });
});

describe('编号', () => {
  it('跳过了一步', () => {
    expectFindings(numbering, new Copy().edit(server, '// ② 绑定端口', '// ③ 绑定端口'), [`${server}:41`, '应当是 ②，写的是 ③'], [`${server}:41`, '#region step-3']);
  });

  it('步骤前面多了一行', () => {
    expectFindings(numbering, new Copy().edit(client, '// ① 寄出', "const text = 'hello';\n// ① 寄出"), [`${client}:35`, '没有放在自己的区域里'], [`${client}:33`, '第一行不是步骤']);
  });

  it('一个步骤也没有', () => {
    expectFindings(numbering, new Copy().write(client, '// 空的。\n'), [`${client}:1`, '一个步骤也没有']);
  });
});

describe('外壳', () => {
  it('抄走了样', () => {
    const copy = new Copy().edit(again, '  process.exit(1);', '  process.exit(2);');
    expectFindings(shells, copy, [`${again}:22`, '应当是：process.exit(1);']);
  });

  it('少了一句', () => {
    const copy = new Copy().edit(client, '  console.error(message);\n', '');
    expectFindings(shells, copy, [`${client}:19`, `与 ${server}:19 不同`]);
  });

  it('根本没有', () => {
    const copy = new Copy().edit(client, '// #region shell', '').edit(client, '// #endregion shell', '');
    expectFindings(shells, copy, [`${client}:1`, '没有外壳']);
  });

  it('端口的下限、用法、多出的参数、错误码的表，可以不同', () => {
    const copy = new Copy().edit(again, "case 'EACCES':", "case 'EPERM':\n      return '没有权限。';\n    case 'EACCES':");
    expectFindings(shells, copy);
  });
});
