/**
 * 每个程序都带着一份外壳（读参数、报错），抄在里面，为的是能单独拿走。抄来的东西会走样，所以这里看住它。
 *
 * 规矩：不论哪一章、哪一头，除去下面四处，外壳逐行相同；样本是编号最小的一章里的服务端。
 *
 * 1. 端口的下限：`port < 1 ||` 有没有，句子里是「0 到」还是「1 到」；
 * 2. `usage` 的内容：每个程序的路径和参数都不同；
 * 3. 端口、地址之外多出来的参数名；
 * 4. 错误码的表：`explain` 里除 `default` 以外的 `case` 和它们的句子。
 */
import { chapters, pairedPrograms } from '../read/course.ts';
import { read } from '../read/files.ts';
import { regions } from '../read/regions.ts';
import type { Finding } from '../finding.ts';

interface Shell {
  file: string;
  lines: { line: number; text: string }[];
}

export function shells(root: string): Finding[] {
  const paired = chapters(root).flatMap((chapter) => pairedPrograms(root, chapter));
  const found = paired.map(({ file }) => ({ file, lines: shellLines(read(root, file)) }));
  const model = found.find(({ file, lines }) => lines && file.endsWith('server.ts')) as Shell | undefined;
  return found.flatMap(({ file, lines }) => {
    if (!lines) return [{ file, line: 1, what: '没有外壳（区域 shell）。', fix: `从 ${model?.file ?? '别的程序'} 里抄一份。` }];
    return model ? compare(model, { file, lines }) : [];
  });
}

/** 外壳里要逐行相同的部分；没有外壳就是 `undefined`。 */
function shellLines(text: string): Shell['lines'] | undefined {
  const region = regions(text).find(({ name }) => name === 'shell');
  if (!region?.endLine) return undefined;
  const lines = text
    .split('\n')
    .slice(region.line, region.endLine - 1)
    .map((source, offset) => ({ line: region.line + 1 + offset, text: source.trimEnd() }));
  return withoutTable(joined(lines))
    .map(({ line, text: source }) => ({ line, text: neutral(source) }))
    .filter((entry) => entry.text !== '');
}

function neutral(source: string): string {
  return source
    .replace(/port < 1 \|\| /, '')
    .replace(/写成 1 到/, '写成 0 到')
    .replace(/^const usage = .*$/, 'const usage = …;')
    .replace(/(host = '127\.0\.0\.1'), .*\.\.\.rest\]/, '$1, ...rest]');
}

/** 一行写不下，`=` 后面换了行：接成一行再比。 */
function joined(lines: Shell['lines']): Shell['lines'] {
  return lines.flatMap(({ line, text }, index) => {
    if (lines[index - 1]?.text.endsWith(' =')) return [];
    return [{ line, text: text.endsWith(' =') ? `${text} ${lines[index + 1]?.text.trim() ?? ''}` : text }];
  });
}

/** 去掉第一个 `case` 到 `default:` 之间的几行。 */
function withoutTable(lines: Shell['lines']): Shell['lines'] {
  const first = lines.findIndex(({ text }) => /^\s*case '/.test(text));
  const last = lines.findIndex(({ text }) => /^\s*default:/.test(text));
  return first < 0 || last < first ? lines : [...lines.slice(0, first), ...lines.slice(last)];
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
