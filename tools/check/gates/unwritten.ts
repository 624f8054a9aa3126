/** 「待写」两个字是留给自己的记号，带着它的东西还不能给读者看。 */
import type { Finding } from '../finding.ts';
import { wordLines } from '../read/passage.ts';
import { allPassages } from '../read/prose.ts';

export function unwritten(root: string): Finding[] {
  return allPassages(root)
    // 工具里的是模板，由它们铺出来的房间才算数。
    .filter(({ file }) => !file.startsWith('tools/'))
    .flatMap((passage) =>
      wordLines(passage)
        .filter(({ text }) => /(?<!「)待写/.test(text))
        .map(({ line }) => ({ file: passage.file, line, what: '这里还没有写（待写）。', fix: '写完它，再删去这两个字。' })),
    );
}
