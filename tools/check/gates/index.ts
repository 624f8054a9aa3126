/** 所有的关卡。`npm run check` 和 tests/prose 用的是同一份。 */
import type { Gate } from '../finding.ts';
import { commands } from './commands.ts';
import { headers } from './header.ts';
import { links } from './links.ts';
import { numbering } from './numbering.ts';
import { pastedCode } from './pasted-code.ts';
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

export const gates: readonly { title: string; gate: Gate }[] = [
  { title: '`<<<` 取得到', gate: snippets },
  { title: '区域都用上了', gate: unusedRegions },
  { title: '步骤与标题相同', gate: steps },
  { title: '没有手抄的代码', gate: pastedCode },
  { title: '链接和锚点都通', gate: links },
  { title: '命令和路径都在', gate: commands },
  { title: '记录都用上了', gate: transcripts },
  { title: '程序的大小', gate: shape },
  { title: '程序的开头', gate: headers },
  { title: '步骤的编号', gate: numbering },
  { title: '外壳都一样', gate: shells },
  { title: '中文排版', gate: typography },
  { title: '用词', gate: wording },
  { title: '术语', gate: terms },
  { title: '没有待写', gate: unwritten },
];
