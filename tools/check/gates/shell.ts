/**
 * 每个程序都带着一份外壳（读参数、报错），抄在里面，为的是能单独拿走。抄来的东西会走样，所以这里看住它。
 *
 * 规矩：同一种角色（服务端、客户端）的外壳，除去下面四处，逐行相同；样本是编号最小的那一章。
 *
 * 1. 端口的下限：`port < 1 ||` 有没有，句子里是「0 到」还是「1 到」；
 * 2. `usage` 的内容：每个程序的路径和参数都不同；
 * 3. 端口、地址之外多出来的参数名；
 * 4. 错误码的表：`explain` 里除 `default` 以外的 `case` 和它们的句子。
 */
import { chapters, pairedPrograms, type Role } from '../read/course.ts';
import { read } from '../read/files.ts';
import { regions } from '../read/regions.ts';
import type { Finding } from '../finding.ts';

interface Shell {
  file: string;
  role: Role;
  lines: { line: number; text: string }[];
}

export function shells(root: string): Finding[] {
  const paired = chapters(root).flatMap((chapter) => pairedPrograms(root, chapter));
  const findings: Finding[] = [];
  const models = new Map<Role, Shell>();
  for (const { file, role } of paired) {
    const lines = shellLines(read(root, file));
    const model = models.get(role);
    if (!lines) findings.push({ file, line: 1, what: '没有外壳（区域 shell）。', fix: '从 01-udp 同一角色的程序里抄一份。' });
    else if (model) findings.push(...compare(model, { file, role, lines }));
    else models.set(role, { file, role, lines });
  }
  return findings;
}

/** 外壳里要逐行相同的部分；没有外壳就是 `undefined`。 */
function shellLines(text: string): Shell['lines'] | undefined {
  const region = regions(text).find(({ name }) => name === 'shell');
  if (!region?.endLine) return undefined;
  const lines = text
    .split('\n')
    .slice(region.line, region.endLine - 1)
    .map((source, offset) => ({ line: region.line + 1 + offset, text: neutral(source) }));
  return withoutTable(lines).filter((entry) => entry.text !== '');
}

function neutral(source: string): string {
  return source
    .trimEnd()
    .replace(/port < 1 \|\| /, '')
    .replace(/写成 1 到/, '写成 0 到')
    .replace(/^const usage = .*$/, 'const usage = …;')
    .replace(/(host = '127\.0\.0\.1'), .*\.\.\.rest\]/, '$1, ...rest]');
}

/** 去掉第一个 `case` 到 `default:` 之间的几行；长的 `usage` 换行写，也一并去掉。 */
function withoutTable(lines: Shell['lines']): Shell['lines'] {
  const first = lines.findIndex(({ text }) => /^\s*case '/.test(text));
  const last = lines.findIndex(({ text }) => /^\s*default:/.test(text));
  const rest = first < 0 || last < first ? lines : [...lines.slice(0, first), ...lines.slice(last)];
  const usage = rest.findIndex(({ text }) => text === 'const usage =' || text === 'const usage = …;');
  if (rest[usage]?.text !== 'const usage =') return rest;
  const end = rest.findIndex(({ text }, index) => index > usage && text.endsWith(';'));
  return [...rest.slice(0, usage), { line: rest[usage].line, text: 'const usage = …;' }, ...rest.slice(end + 1)];
}

/** 只报第一处不同：后面的多半是它带出来的。 */
function compare(model: Shell, shell: Shell): Finding[] {
  const length = Math.max(model.lines.length, shell.lines.length);
  for (let index = 0; index < length; index += 1) {
    const expected = model.lines[index];
    const actual = shell.lines[index];
    if (expected?.text === actual?.text) continue;
    const line = actual?.line ?? shell.lines.at(-1)!.line;
    const what = actual ? `外壳的这一行与 ${model.file}${expected ? `:${expected.line}` : ''} 不同。` : '外壳到这里就完了。';
    const fix = expected ? `应当是：${expected.text.trim()}` : '多出来的搬到外壳外面，或在样本里也添上。';
    return [{ file: shell.file, line, what, fix }];
  }
  return [];
}
