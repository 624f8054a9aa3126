/** Markdown 的写法：markdownlint-cli2，只查不改。 */
import type { Finding } from '../finding.ts';
import { binOf, runNode } from './command.ts';
import { PartError, toPosix, type Part } from './part.ts';

/** 常见的几条说成中文；别的照抄原文，按编号查得到。 */
const chinese: Record<string, string> = {
  MD001: '标题跳了级。一次只深一级。',
  MD004: '无序列表用 `-`。',
  MD007: '列表缩进两格。',
  MD009: '行末有多余的空格。删去。',
  MD010: '用了制表符。换成空格。',
  MD012: '连着空了几行。只留一行。',
  MD024: '同一节里有两个一样的标题。',
  MD025: '一页只有一个一级标题。',
  MD026: '标题末尾不加标点。',
  MD031: '代码块前后各空一行。',
  MD032: '列表前后各空一行。',
  MD034: '裸的网址。写成 `[文字](网址)`，或放进 `<>`。',
  MD040: '代码块没有写语言。不是代码就写 text。',
  MD045: '图没有说明。写成 `![说明](…)`。',
  MD047: '文件末尾要有一个换行。',
  MD055: '表格两头都要有竖线。',
  MD056: '表格这一行的格数不对。',
  MD058: '表格前后各空一行。',
};

export const markdown: Part = {
  title: 'Markdown（markdownlint）',
  async run(root) {
    const { code, stdout, stderr } = await runNode(root, [binOf('markdownlint-cli2')]);
    const findings = stderr.split(/\r?\n/).flatMap(parseLine);
    if (code !== 0 && findings.length === 0) throw new PartError(`${stdout}${stderr}`.trim());
    return findings;
  },
};

/** `文件:行[:列] error MD012/no-multiple-blanks 什么错`。 */
function parseLine(text: string): Finding[] {
  const match = /^(.+?):(\d+)(?::\d+)? (?:error |warning )?((MD\d+)\/\S+) (.*)$/.exec(text);
  if (!match) return [];
  const [, file, line, rule, id, message] = match as unknown as [string, string, string, string, string, string];
  return [{ file: toPosix(file), line: Number(line), what: chinese[id] ?? `${message}。`, fix: `（${rule}）` }];
}
