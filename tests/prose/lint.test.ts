/** 现成的工具也要真的拦得住：依赖的方向，Markdown 的写法，画不出来的图。 */
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figures } from '../../tools/check/figures.ts';
import { lint } from '../../tools/check/parts/lint.ts';
import { markdown } from '../../tools/check/parts/markdown.ts';
import { Copy, root } from './support.ts';

/** 副本里放上我们的配置，再在每个房间里各写一个文件。 */
function rooms(files: Record<string, string>): Copy {
  const copy = new Copy();
  for (const config of ['.oxlintrc.json', '.markdownlint-cli2.jsonc']) copyFileSync(join(root, config), join(copy.root, config));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy.root, file)), { recursive: true });
    copy.write(file, text);
  }
  return copy;
}

function importing(...sources: string[]): string {
  return sources.map((source) => `import '${source}';\n`).join('');
}

async function forbidden(files: Record<string, string>): Promise<string[]> {
  const findings = await lint.run(rooms(files).root);
  return findings.map(({ file, line }) => `${file}:${line}`).sort();
}

describe('依赖只朝一个方向', () => {
  it('程序只引入 node: 和本章的文件', async () => {
    const said = await forbidden({
      'chapters/03-a/server.ts': importing('node:dns/promises', './lines/shared.ts', '../../kit/program.ts', '../01-echo/server.ts', 'zod'),
      'chapters/03-a/lines/server.ts': importing('node:net', '../shared.ts', '../../01-echo/server.ts'),
      'chapters/03-a/steps/0-note/server.ts': importing('../../shared.ts', '../../../01-echo/server.ts'),
    });
    expect(said).toEqual(['chapters/03-a/lines/server.ts:3', 'chapters/03-a/server.ts:3', 'chapters/03-a/server.ts:4', 'chapters/03-a/server.ts:5', 'chapters/03-a/steps/0-note/server.ts:2']);
  });

  it('练习的程序只引入 node:，check.ts 另外只用 kit', async () => {
    const said = await forbidden({
      'chapters/03-a/exercises/1-b/start.ts': importing('node:net', './other.ts'),
      'chapters/03-a/exercises/1-b/wrong/slow.ts': importing('../../../../../kit/program.ts'),
      'chapters/03-a/exercises/1-b/check.ts': importing('./peer.ts', '../../../../kit/peers.ts', '../../../../learn/run.ts', 'vitest'),
    });
    expect(said).toEqual(['chapters/03-a/exercises/1-b/check.ts:3', 'chapters/03-a/exercises/1-b/check.ts:4', 'chapters/03-a/exercises/1-b/start.ts:2', 'chapters/03-a/exercises/1-b/wrong/slow.ts:1']);
  });

  it('kit、learn、lab、网站和工具各有各的界线', async () => {
    const said = await forbidden({
      'kit/trace.ts': importing('node:fs', 'sucrase', '../learn/other.ts'),
      'learn/run.ts': importing('../kit/trace.ts', '../chapters/01-echo/check.ts', '../lab/kernel/other.ts'),
      'lab/kernel/clock.ts': importing('../bindings/udp.ts', '../../kit/other.ts'),
      '.vitepress/theme/index.ts': importing('../../lab/kernel/other.ts', '../../kit/transcript/parse.ts', '../../kit/trace.ts', '../../chapters/01-echo/server.ts?raw', '../../chapters/01-echo/server.ts'),
      'tools/run.ts': importing('../kit/trace.ts', '../tests/support.ts'),
    });
    expect(said).toEqual(['.vitepress/theme/index.ts:3', '.vitepress/theme/index.ts:5', 'kit/trace.ts:3', 'lab/kernel/clock.ts:2', 'learn/run.ts:3', 'tools/run.ts:2']);
  });

  it('说的是中文，说了为什么', async () => {
    const findings = await lint.run(rooms({ 'lab/kernel/clock.ts': importing('../../kit/trace.ts') }).root);
    expect(findings.map(({ what, fix }) => what + fix)).toEqual([expect.stringContaining('不能引入 ../../kit/trace.ts。lab/ 不依赖我们的任何房间')]);
  });

  it('answers/ 是读者的，不查', async () => {
    expect(await forbidden({ 'answers/01-udp/1-retry.ts': 'var unused = 1;\n' })).toEqual([]);
  });
});

describe('Markdown', () => {
  it('没有写语言的代码块', async () => {
    const copy = rooms({}).append('README.md', '\n```\nhello\n```\n');
    const findings = await markdown.run(copy.root);
    expect(findings).toEqual([expect.objectContaining({ file: 'README.md', line: 17, what: expect.stringContaining('没有写语言') })]);
  });
});

describe('图', () => {
  it('画不出来的 PlantUML 指到那一行', () => {
    const copy = new Copy().edit('docs/01-echo/index.md', '** 报文\n', '** 报文\n!unknown 指令\n');
    const findings = figures(copy.root);
    expect(findings).toEqual([expect.objectContaining({ file: 'docs/01-echo/index.md', line: 26 })]);
  });

  it('这个仓库的图都画得出来', () => {
    expect(figures(root)).toEqual([]);
  });
});
