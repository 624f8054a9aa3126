/**
 * 程序里的区域都要在页面上用到。没有用到的，不是忘了讲，就是该删了。
 *
 * `shell` 是每个程序都带着的一份，由另一道关卡看着都一样，不必处处单讲：同一章里有一个程序整个放在页面上，就算讲过。
 */
import { chapters, hasPage, programs } from '../read/course.ts';
import { read } from '../read/files.ts';
import { regions } from '../read/regions.ts';
import type { Finding } from '../finding.ts';
import { uses, type Use } from './snippets.ts';

export function unusedRegions(root: string): Finding[] {
  const used = uses(root);
  return chapters(root)
    .filter((chapter) => hasPage(root, chapter))
    .flatMap((chapter) => {
      const files = programs(root, chapter);
      const shellShown = files.some((file) => hasShell(read(root, file)) && used.some(({ target, region }) => target === file && region === undefined));
      return files.flatMap((file) => inFile(file, read(root, file), used, shellShown));
    });
}

function inFile(file: string, text: string, used: Use[], shellShown: boolean): Finding[] {
  return regions(text).flatMap(({ name, line, endLine }) => {
    if (endLine === undefined) return [{ file, line, what: `区域「${name}」没有结尾。`, fix: `在它的末尾写 // #endregion ${name}。` }];
    const isUsed = (name === 'shell' && shellShown) || used.some(({ target, region }) => target === file && region === name);
    return isUsed ? [] : [{ file, line, what: `区域「${name}」没有在任何一页里用到。`, fix: '在页面上用 `<<<` 取它，或删去这一对标记。' }];
  });
}

function hasShell(text: string): boolean {
  return regions(text).some(({ name }) => name === 'shell');
}
