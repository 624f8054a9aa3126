import { describe, expect, test, type TestContext } from 'vitest';
import { parseTranscript } from '../../kit/transcript/parse.ts';
import { differences, replay } from '../../kit/transcript/replay.ts';
import { rewrite } from '../../kit/transcript/rewrite.ts';
import { needsSignals } from '../support/programs.ts';
import { temporaryFolder } from '../support/files.ts';

const header = '标题\n\n系统：Linux、macOS、Windows\nNode：20、22、24、26\n工具：无\n\n';

interface Result {
  found: string[];
  /** 重录之后的记录，不带头部。 */
  recorded: string;
}

/** 在临时文件夹里放几个程序，照着记录重演。不经过 tsx 的启动得快；要换端口的才用 `npx tsx chapters/…`。 */
async function play(context: TestContext, programs: Record<string, string>, record: string[], waitMs?: number): Promise<Result> {
  const folder = temporaryFolder(context, programs);
  const text = header + record.join('\n');
  const replayed = await replay(parseTranscript(text, 'x.txt'), { folder, ...(waitMs && { waitMs }) });
  return { found: differences(replayed), recorded: rewrite(text, replayed).slice(header.length) };
}

/** 打印这几行就结束的程序。 */
function printing(...lines: string[]): string {
  return lines.map((line) => `console.log(${JSON.stringify(line)});`).join('\n');
}

const where = '终端「a」的 node a.mjs';
const begin = ['=== a 甲', '$ node a.mjs'];

describe.concurrent('重演：与记录不同，就说出哪里不同', () => {
  test('一样：没有差别，重录也一个字不动', async (context) => {
    const record = [...begin, '第一行', '! 错误', '第 {次数=3} 次，编号 {编号=x7}', '（退出码 2）', ''];
    const program = `${printing('第一行')} console.error('错误'); console.log('第 12 次，编号 y-9'); process.exitCode = 2;`;
    expect(await play(context, { 'a.mjs': program }, record)).toEqual({ found: [], recorded: record.join('\n') });
  });

  test('差一个字', async (context) => {
    const { found, recorded } = await play(context, { 'a.mjs': printing('早', '应答：HELLO', '晚') }, [...begin, '早', '应答：HELLQ', '晚']);
    expect(found).toEqual([`${where}，第 10 行：记录里是「应答：HELLQ」，这一次是「应答：HELLO」。`]);
    expect(recorded).toBe([...begin, '早', '应答：HELLO', '晚'].join('\n'));
  });

  test('空格多少不算差别，空行也不算', async (context) => {
    const { found } = await play(context, { 'a.mjs': printing('a   b', '', 'c  ') }, [...begin, 'a b', 'c']);
    expect(found).toEqual([]);
  });

  test('多打印一行：只报告这一行；重录插在原处，占位符留着', async (context) => {
    const record = [...begin, '甲', '端口 {端口=51112}', '丙'];
    const { found, recorded } = await play(context, { 'a.mjs': printing('甲', '新来的', '端口 40000', '丙') }, record);
    expect(found).toEqual([`${where}，多了一行：「新来的」。`]);
    expect(recorded).toBe([...begin, '甲', '新来的', '端口 {端口=51112}', '丙'].join('\n'));
  });

  test('最后多打印一行：重录接在最后', async (context) => {
    const { found, recorded } = await play(context, { 'a.mjs': printing('甲', '乙') }, [...begin, '甲', '', '=== b 乙']);
    expect(found).toEqual([`${where}，多了一行：「乙」。`]);
    expect(recorded).toBe([...begin, '甲', '乙', '', '=== b 乙'].join('\n'));
  });

  test('少打印一行', async (context) => {
    const { found, recorded } = await play(context, { 'a.mjs': printing('甲', '丙') }, [...begin, '甲', '乙', '丙']);
    expect(found).toEqual([`${where}，第 10 行：记录里是「乙」，这一次没有这一行。`]);
    expect(recorded).toBe([...begin, '甲', '丙'].join('\n'));
  });

  test('说到标准错误里去了：两个流各自比较', async (context) => {
    const { found } = await play(context, { 'a.mjs': `console.error('甲')` }, [...begin, '甲']);
    expect(found).toEqual([`${where}，第 9 行：记录里是「甲」，这一次没有这一行。`, `${where}，多了一行：「甲」。`]);
  });

  test('退出码不同；记录里没写就是 0', async (context) => {
    const { found, recorded } = await play(context, { 'a.mjs': 'process.exitCode = 3' }, begin);
    expect(found).toEqual([`${where}：记录里的退出码是 0，这一次是 3。`]);
    expect(recorded).toBe([...begin, '（退出码 3）'].join('\n'));
  });

  test('该出错的没有出错：重录去掉退出码', async (context) => {
    const { found, recorded } = await play(context, { 'a.mjs': printing('甲') }, [...begin, '甲', '（退出码 1）']);
    expect(found).toEqual([`${where}：记录里的退出码是 1，这一次是 0。`]);
    expect(recorded).toBe([...begin, '甲'].join('\n'));
  });

  test('同一个名字，值前后不一', async (context) => {
    const record = [...begin, '来自 {端口=1}', '发往 {端口=1}'];
    const { found } = await play(context, { 'a.mjs': printing('来自 7', '发往 8') }, record);
    expect(found).toEqual([`${where}，第 10 行：记录里是「发往 1」，这一次是「发往 8」。`]);
  });

  test('记录里是数字，这一次不是', async (context) => {
    const { found } = await play(context, { 'a.mjs': printing('端口 abc') }, [...begin, '端口 {端口=51112}']);
    expect(found).toEqual([`${where}，第 9 行：记录里是「端口 51112」，这一次是「端口 abc」。`]);
  });
});

describe.concurrent('重演：停在半路，就说出等的是什么', () => {
  const staying = 'setInterval(() => {}, 1000);';

  test('程序不结束', async (context) => {
    const { found, recorded } = await play(context, { 'a.mjs': staying }, begin, 1000);
    expect(found).toEqual([
      expect.stringMatching(/^终端「a」没有演完。等的是：程序结束；等了 \d+ 毫秒；它还在运行。记录里的每个程序都要有结束的时候：自己结束，或者最后按 \^C。$/),
    ]);
    expect(recorded).toBe(begin.join('\n'));
  });

  test('等不到另一个终端说的话：不必等满时限', async (context) => {
    const record = [...begin, '（等 b：早就绪）', '', '=== b 乙', '$ node b.mjs', '已就绪'];
    const { found } = await play(context, { 'a.mjs': '', 'b.mjs': printing('已就绪') }, record);
    expect(found).toEqual(['终端「a」没有演完。终端「b」始终没有说到「早就绪」。']);
  });

  test('服务端的第一行变了：等它的客户端还没启动，差别照样报告，重录不删后面的行', async (context) => {
    const folder = temporaryFolder(context, { 'server.mjs': `${printing('已绑顶')} setTimeout(() => {}, 30000);` });
    const text = `${header}=== a 服务端\n$ node server.mjs\n已绑定\n再见\n^C\n\n=== b 客户端\n（等 a：已绑定）\n$ node client.mjs\n你好\n`;
    // 上限之内要来得及启动一个程序，所以不能再短；不经过 tsx，启动得快。
    const replayed = await replay(parseTranscript(text, 'x.txt'), { folder, waitMs: 8000 });
    expect(differences(replayed)).toEqual([
      '终端「a」的 node server.mjs，第 9 行：记录里是「已绑定」，这一次是「已绑顶」。',
      expect.stringMatching(/^终端「a」没有演完。等的是：打印「已绑定」；等了 \d+ 毫秒；它还在运行。$/),
      '终端「b」没有演完。终端「a」始终没有说到「已绑定」。',
    ]);
    expect(rewrite(text, replayed)).toBe(text.replace('\n已绑定', '\n已绑顶'));
  });

  test('程序不存在：标准错误里有原因', async (context) => {
    const { found } = await play(context, {}, [...begin, '甲']);
    expect(found.join('\n')).toMatch(/多了一行：「.*Cannot find module/);
  });
});

describe.concurrent('重演：输入、先后、端口', () => {
  test('打字、到此为止；一样的两行要等到第二行', async (context) => {
    const echo = `
      import { createInterface } from 'node:readline';
      const lines = createInterface({ input: process.stdin });
      lines.on('line', (line) => console.log('收到 ' + line));
      lines.on('close', () => console.log('再见'));`;
    const record = [...begin, '> 好', '收到 {话=好}', '> 的', '收到 {又一句=的}', '^D', '再见'];
    expect((await play(context, { 'a.mjs': echo }, record)).found).toEqual([]);
  });

  test('等到了才按 Ctrl-C；被信号结束的程序，退出码按惯例是 130', async (context) => {
    needsSignals(context);
    const record = [...begin, '甲', '（等 b：乙）', '^C', '（退出码 130）', '', '=== b 乙', '（等 a：甲）', '$ node b.mjs', '乙'];
    expect((await play(context, { 'a.mjs': `${printing('甲')} setInterval(() => {}, 1000);`, 'b.mjs': printing('乙') }, record)).found).toEqual([]);
  });

  test('第一次录，只有命令、等待和 ^D：打印的行各在它该在的地方', async (context) => {
    const a = `console.log('一'); process.stdin.on('end', () => console.log('走了')).resume();`;
    const record = ['=== a 甲', '$ node a.mjs', '（等 b：到）', '^D', '', '=== b 乙', '（等 a：一）', '$ node b.mjs'];
    const { recorded } = await play(context, { 'a.mjs': a, 'b.mjs': `console.log('到');` }, record);
    expect(recorded.split('\n')).toEqual(['=== a 甲', '$ node a.mjs', '一', '（等 b：到）', '^D', '走了', '', '=== b 乙', '（等 a：一）', '$ node b.mjs', '到']);
  });

  test('记录里的端口是 12000，重演时换成别的，打印出来又换回 12000', async (context) => {
    const program = `console.log('端口 ' + process.argv[2]); console.log('就是它：' + (Number(process.argv[2]) === 12_000));`;
    const says = ['端口 12000', '就是它：false'];
    const record = ['=== a 甲', '$ npx tsx chapters/x/server.ts', ...says, '', '=== b 乙', '（等 a：端口 12000）', '$ npx tsx chapters/x/client.ts', ...says];
    expect((await play(context, { 'chapters/x/server.ts': program, 'chapters/x/client.ts': program }, record)).found).toEqual([]);
  });
});
