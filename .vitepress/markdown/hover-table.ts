// `virtual:hover-table`：代号 → 签名的表。它自成一个脚本，读者用到时才下载，全站下载一次。

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { findHovers, signatures } from './hover-types.ts';
import { isAnswer } from './hovers.ts';

const tableId = 'virtual:hover-table';

/** @param chapters 程序所在的文件夹；里面的 `.ts` 都问一遍，与页面显示的先后无关 */
export function hoverTablePlugin(chapters: string): Plugin {
  return {
    name: 'hover-table',
    resolveId: (id) => (id === tableId ? `\0${tableId}` : undefined),
    load(id) {
      if (id !== `\0${tableId}`) return undefined;
      for (const file of programs(chapters)) {
        this.addWatchFile(file);
        findHovers(file);
      }
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(signatures)))});`;
    },
  };
}

function programs(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
  return files.filter((file) => file.endsWith('.ts') && !isAnswer(file)).sort();
}
