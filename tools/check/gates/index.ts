/** 所有的关卡。`npm run check` 和 tests/prose 用的是同一份。 */
import type { Gate } from '../finding.ts';
import { chapterList } from './chapter-list.ts';
import { commands } from './commands.ts';
import { headers } from './header.ts';
import { headings } from './headings.ts';
import { links } from './links.ts';
import { numbering } from './numbering.ts';
import { pastedCode } from './pasted-code.ts';
import { quotes } from './quotes.ts';
import { unusedRegions } from './regions.ts';
import { shape } from './shape.ts';
import { shells } from './shell.ts';
import { snippets } from './snippets.ts';
import { steps } from './steps.ts';
import { terms } from './terms.ts';
import { transcripts } from './transcripts.ts';
import { typography } from './typography.ts';
import { unwritten } from './unwritten.ts';
import { wording } from './wording.ts';

export interface NamedGate {
  title: string;
  /** 漂移与形状一组，文字一组：`npm run check` 里各占一个进程。 */
  group: 'drift' | 'prose';
  gate: Gate;
}

export const gates: readonly NamedGate[] = [
  { title: '`<<<` 取得到', group: 'drift', gate: snippets },
  { title: '区域都用上了', group: 'drift', gate: unusedRegions },
  { title: '步骤与标题相同', group: 'drift', gate: steps },
  { title: '没有手抄的代码', group: 'drift', gate: pastedCode },
  { title: '抄来的例子与原处相同', group: 'drift', gate: quotes },
  { title: '链接和锚点都通', group: 'drift', gate: links },
  { title: '标题的写法', group: 'drift', gate: headings },
  { title: '命令和路径都在', group: 'drift', gate: commands },
  { title: 'README 的目录齐全', group: 'drift', gate: chapterList },
  { title: '记录都用上了', group: 'drift', gate: transcripts },
  { title: '程序的大小', group: 'drift', gate: shape },
  { title: '程序的开头', group: 'drift', gate: headers },
  { title: '步骤的编号', group: 'drift', gate: numbering },
  { title: '外壳都一样', group: 'drift', gate: shells },
  { title: '中文排版', group: 'prose', gate: typography },
  { title: '用词', group: 'prose', gate: wording },
  { title: '术语', group: 'prose', gate: terms },
  { title: '没有待写', group: 'prose', gate: unwritten },
];
