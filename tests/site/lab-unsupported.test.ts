// 这个 Node 造不了实验室：网站照样构建，页面上说明为什么没有，也不带它的脚本。

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyUnsupported } from '../../lab/nodelib/take.ts';
import { dist } from './support/dist.ts';

const buildTimeoutMs = 180_000;
const version = '23.11.1';
const out = mkdtempSync(join(tmpdir(), 'site-without-lab-'));

/** 先于一切装载：构建的每一步看到的都是这个版本。 */
const pretend = `data:text/javascript,${encodeURIComponent(`
Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
Object.defineProperty(process, 'version', { value: 'v${version}' });
`)}`;

const files = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
const labFiles = (folder: string) => files(folder).filter((file) => /^assets\/(?:nodelib|process)\b/.test(file));

describe(`用 Node ${version} 构建`, () => {
  beforeAll(async () => {
    const { NODE_ENV: _, ...env } = process.env;
    const vitepress = join(dirname(createRequire(import.meta.url).resolve('vitepress/package.json')), 'bin/vitepress.js');
    await promisify(execFile)(process.execPath, ['--import', pretend, vitepress, 'build', '--outDir', out], { env, timeout: buildTimeoutMs, maxBuffer: 1 << 24 });
  }, buildTimeoutMs);
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  test.each(['01-udp', '02-tcp'])('%s：说清楚要用哪些版本，没有按了也没用的键', (chapter) => {
    const { document } = parseHTML(readFileSync(join(out, chapter, 'index.html'), 'utf8'));
    const lab = document.querySelector('.lab')!;
    expect(lab.textContent).toContain(whyUnsupported(version)!);
    expect(lab.querySelectorAll('button')).toHaveLength(0);
    // 真的网站上，同一处是「运行」
    const real = parseHTML(readFileSync(join(dist, chapter, 'index.html'), 'utf8')).document.querySelector('.lab')!;
    expect(real.querySelector('button')!.textContent).toBe('运行');
  });

  test('实验室的脚本一份也没有，别的页面一张也不少', () => {
    expect(labFiles(out)).toEqual([]);
    expect(labFiles(dist)).not.toEqual([]);
    const pages = (folder: string) => files(folder).filter((file) => file.endsWith('.html')).toSorted();
    expect(pages(out)).toEqual(pages(dist));
  });
});
