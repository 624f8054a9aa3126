/**
 * 页面上每一幅 PlantUML 图都画得出来。
 *
 * 画图的是网站自己的那一个（`.vitepress/plantuml/render.ts`），画不出来就抛出带行号的错误：
 * 这里查过的，构建时就不会失败。没有那个文件，就返回 `undefined`。
 */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Finding } from './finding.ts';
import { pages } from './read/course.ts';
import { exists, read } from './read/files.ts';
import { readPage, type Fence } from './read/markdown.ts';

type Render = (source: string) => string;

const here = fileURLToPath(new URL('../..', import.meta.url));
const renderer = '.vitepress/plantuml/render.ts';

export async function figures(root: string): Promise<Finding[] | undefined> {
  if (!exists(here, renderer)) return undefined;
  const { renderPlantuml } = (await import(pathToFileURL(join(here, renderer)).href)) as { renderPlantuml: Render };
  return pages(root).flatMap((file) =>
    readPage(read(root, file), file)
      .fences.filter(({ language }) => language === 'plantuml')
      .flatMap((fence) => draw(renderPlantuml, file, fence)),
  );
}

function draw(render: Render, file: string, { line, content }: Fence): Finding[] {
  try {
    render(content);
    return [];
  } catch (error) {
    const { message, line: offset = 0 } = error as Error & { line?: number };
    const blank = /^\s*\n/.exec(content)?.[0].split('\n').length ?? 1;
    return [{ file, line: line + offset + blank - 1, what: `这幅图画不出来：${message}。`, fix: '照 PlantUML 的写法改正这一行。' }];
  }
}
