// 构建出来的文件：有哪些页面，各页的 HTML。

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const dist = resolve('.vitepress/dist');

/** 站内的全部页面，写成浏览器里的路径：/、/00-sockets/、/terms。 */
export function listPaths(): string[] {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.html') && file !== '404.html')
    .map((file) => `/${file.replace(/(?:^|(?<=\/))index\.html$/, '').replace(/\.html$/, '')}`)
    .sort();
}

export function chapterPaths(): string[] {
  return listPaths().filter((path) => /^\/\d\d-/.test(path));
}

export function readPage(path: string): string {
  return readFileSync(join(dist, path.endsWith('/') ? `${path}index.html` : `${path}.html`), 'utf8');
}
