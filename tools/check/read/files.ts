/** 找文件，读文件。路径一律相对于根目录、用 `/` 分隔，换行一律是 `\n`。 */
import { existsSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

/** 不是这个仓库写的，或者是读者自己写的：都不看。 */
const skippedNames = new Set(['node_modules', '.git', 'coverage']);
const skippedPaths = new Set(['answers', '.vitepress/cache', '.vitepress/dist']);

/** `folder` 底下所有名字以 `extensions` 之一结尾的文件，按路径排好。`folder` 不存在就是没有。 */
export function filesUnder(root: string, folder: string, ...extensions: string[]): string[] {
  return entries(root, folder)
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (skippedNames.has(entry.name) || skippedPaths.has(path)) return [];
      if (entry.isDirectory()) return filesUnder(root, path, ...extensions);
      return extensions.some((extension) => path.endsWith(extension)) ? [path] : [];
    })
    .sort();
}

/** `folder` 里直接的子文件夹的名字。 */
export function foldersIn(root: string, folder: string): string[] {
  return entries(root, folder)
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export function exists(root: string, path: string): boolean {
  return existsSync(join(root, path));
}

/** 一个文件的全文。Windows 上签出的 `\r\n` 也读成 `\n`，行号和内容才处处相同。 */
export function read(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n');
}

export function lineCount(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

/** `index` 落在第几行，从 1 数起。 */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function entries(root: string, folder: string): Dirent[] {
  const path = join(root, folder);
  return existsSync(path) ? readdirSync(path, { withFileTypes: true }) : [];
}
