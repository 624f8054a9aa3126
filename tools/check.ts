/**
 * `npm run check`：不用运行程序就能查出来的毛病，一次都说出来。
 *
 * 几部分各是一个进程，同时跑；有任何一处毛病，退出码就是 1。
 */
import { fileURLToPath } from 'node:url';
import { formatFinding, sortFindings, type Finding } from './check/finding.ts';
import { gatePart } from './check/parts/gates.ts';
import { lint } from './check/parts/lint.ts';
import { markdown } from './check/parts/markdown.ts';
import type { Part } from './check/parts/part.ts';
import { types } from './check/parts/types.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const parts: Part[] = [
  types,
  lint,
  markdown,
  gatePart('页面与程序一致', 'drift'),
  gatePart('排版、用词、术语', 'prose'),
  gatePart('图（PlantUML）', 'figures'),
];

interface Result {
  title: string;
  seconds: number;
  findings: Finding[];
  /** 工具自己出了事。 */
  failure?: string;
}

const begin = performance.now();
const results = await Promise.all(parts.map(measure));
for (const { title, failure } of results) if (failure !== undefined) console.error(`「${title}」没有查成：\n${failure}\n`);
for (const finding of sortFindings(results.flatMap(({ findings }) => findings))) console.log(formatFinding(finding));
summarize(results);
process.exitCode = results.some(({ findings, failure }) => findings.length > 0 || failure !== undefined) ? 1 : 0;

async function measure(part: Part): Promise<Result> {
  const start = performance.now();
  const took = (): number => (performance.now() - start) / 1000;
  try {
    const findings = await part.run(root);
    return { title: part.title, seconds: took(), findings };
  } catch (error) {
    return { title: part.title, seconds: took(), findings: [], failure: error instanceof Error ? error.message : String(error) };
  }
}

function summarize(all: Result[]): void {
  const count = all.reduce((sum, { findings }) => sum + findings.length, 0);
  if (count > 0) console.log('');
  for (const { title, seconds, findings, failure } of all) {
    const verdict = failure !== undefined ? '没有查成' : findings.length === 0 ? '没有毛病' : `${findings.length} 处毛病`;
    console.log(`${seconds.toFixed(1).padStart(5)} 秒  ${title}：${verdict}`);
  }
  const total = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(count === 0 ? `一共 ${total} 秒，没有毛病。` : `一共 ${total} 秒，${count} 处毛病。每一行的开头是文件和行号。`);
}
