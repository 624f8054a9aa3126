import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { site } from '../../.vitepress/site.ts';
import { dist, listPaths, readPage } from './support/dist.ts';

describe('站内的链接', () => {
  test.each(listPaths())('%s 里的链接和锚点都通', (path) => {
    const dead = linksOf(path).filter((link) => !isAlive(link));
    expect(dead.map((link) => `${link.pathname}${decodeURIComponent(link.hash)}`)).toEqual([]);
  });
});

const base = new URL(site.base, site.origin);

function linksOf(path: string): URL[] {
  const page = new URL(path.slice(1), base);
  return [...readPage(path).matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)]
    .map((match) => new URL(match[1]!.replaceAll('&amp;', '&'), page))
    .filter((link) => link.origin === base.origin);
}

function isAlive(link: URL): boolean {
  if (!link.pathname.startsWith(site.base)) return false;
  const path = decodeURIComponent(link.pathname.slice(site.base.length - 1));
  if (/\.\w+$/.test(path)) return existsSync(join(dist, path));
  if (!listPaths().includes(path)) return false;
  const id = decodeURIComponent(link.hash.slice(1));
  return id === '' || readPage(path).includes(`id="${id}"`);
}
