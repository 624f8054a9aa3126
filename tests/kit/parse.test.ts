import { describe, expect, test } from 'vitest';
import { parseParts, parseTranscript } from '../../kit/transcript/parse.ts';

const header = ['一问一答', '', '系统：Linux、Windows', 'Node：20、22', '工具：ss、socat', ''];

function parse(...lines: string[]) {
  return parseTranscript([...header, ...lines].join('\n'), 'x.txt');
}

describe('终端记录的格式', () => {
  test('头部：标题、系统、Node、工具', () => {
    expect(parse('=== a 甲')).toMatchObject({
      title: '一问一答',
      systems: ['linux', 'win32'],
      nodes: [20, 22],
      tools: ['ss', 'socat'],
      terminals: [{ id: 'a', name: '甲', entries: [] }],
    });
  });

  test('工具写「无」，就是没有', () => {
    const text = header.join('\n').replace('ss、socat', '无');
    expect(parseTranscript(`${text}\n=== a 甲`, 'x.txt').tools).toEqual([]);
  });

  test('一行一件事，行首决定它是什么；行号从 1 数起', () => {
    const { terminals } = parse('=== a 终端一：甲', '$ npx tsx a.ts 0', '请输入：', '> hello', '! 出错了', '（等 b：好）', '^D', '^C', '（退出码 3）', '', '=== b 乙');
    expect(terminals[0]!.name).toBe('终端一：甲');
    expect(terminals[0]!.entries).toEqual([
      { kind: 'command', text: 'npx tsx a.ts 0', line: 8 },
      { kind: 'output', stream: 'stdout', parts: ['请输入：'], line: 9 },
      { kind: 'input', text: 'hello', line: 10 },
      { kind: 'output', stream: 'stderr', parts: ['出错了'], line: 11 },
      { kind: 'wait', terminal: 'b', text: '好', line: 12 },
      { kind: 'endOfInput', line: 13 },
      { kind: 'interrupt', line: 14 },
      { kind: 'exit', code: 3, line: 15 },
    ]);
  });

  test('只有一个「>」是按了一下回车', () => {
    expect(parse('=== a 甲', '>', '> ').terminals[0]!.entries).toMatchObject([{ kind: 'input', text: '' }, { kind: 'input', text: '' }]);
  });

  test('长得像标记、其实不是的行，都是输出', () => {
    const lines = ['$', '>>', '^C 了', '（等一等）', '（退出码 x）', '!'];
    expect(parse('=== a 甲', ...lines).terminals[0]!.entries.map((entry) => entry.kind)).toEqual(lines.map(() => 'output'));
  });

  test('Windows 的换行也读得懂', () => {
    expect(parseTranscript([...header, '=== a 甲', '好'].join('\r\n'), 'x.txt').terminals[0]!.entries).toMatchObject([{ parts: ['好'] }]);
  });
});

describe('占位符', () => {
  test('一行里可以有几个，前后的文字一字不差', () => {
    expect(parseParts('来自 127.0.0.1:{端口=51112}，第 {次数=1} 次')).toEqual([
      '来自 127.0.0.1:',
      { name: '端口', value: '51112' },
      '，第 ',
      { name: '次数', value: '1' },
      ' 次',
    ]);
  });

  test.each(['{}', '{名字}', '{=值}', '{ a=1}', 'if (x) { y = 1 }'])('%s 不是占位符，照抄', (text) => {
    expect(parseParts(text)).toEqual([text]);
  });
});

describe('写错了，就说出文件和行', () => {
  const terminal = ['=== a 甲'];
  const without = (name: string): string[] => header.filter((line) => !line.startsWith(name));
  const cases: [string, string[], string][] = [
    ['没有终端', header, 'x.txt:1：一个终端也没有；终端以「=== 标识 名字」开头。'],
    ['没有标题', ['', ...header.slice(1), ...terminal], 'x.txt:1：第一行要写标题：这份记录演示的是什么。'],
    ['没有系统', [...without('系统'), ...terminal], 'x.txt:1：头部缺少「系统：」一行。'],
    ['没有 Node', [...without('Node'), ...terminal], 'x.txt:1：头部缺少「Node：」一行。'],
    ['没有工具', [...without('工具'), ...terminal], 'x.txt:1：头部缺少「工具：」一行。'],
    ['不认识的系统', ['标题', '系统：Linux、BeOS', 'Node：20', '工具：无', ...terminal], 'x.txt:1：不认识的系统「BeOS」，只能写 Linux、macOS、Windows。'],
    ['终端没有名字', [...header, ...terminal, '=== b'], 'x.txt:8：终端的开头要写成「=== 标识 名字」。'],
    ['终端出现两次', [...header, ...terminal, '好', '=== a 乙'], 'x.txt:9：终端「a」出现了两次。'],
    ['等的终端不存在', [...header, ...terminal, '（等 b：好）'], 'x.txt:8：没有叫「b」的终端可等。'],
  ];
  test.each(cases)('%s', (_title, lines, message) => {
    expect(() => parseTranscript(lines.join('\n'), 'x.txt')).toThrow(message);
  });
});
