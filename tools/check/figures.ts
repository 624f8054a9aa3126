/**
 * 页面上每一幅 PlantUML 图都画得出来。
 *
 * 画图的就是网站用的那一个，画不出来它会抛出带行号的错误：这里查过的，构建时就不会失败。
 * 它要启动一个线程来画，所以不与别的关卡放在一起。
 */
import { renderPlantuml } from '../../.vitepress/plantuml/render.ts';
import type { Finding, Gate } from './finding.ts';
import { pages } from './read/course.ts';
import { read } from './read/files.ts';
import { readPage, type Fence } from './read/markdown.ts';

export const figures: Gate = (root) =>
  pages(root).flatMap((file) =>
    readPage(read(root, file), file)
      .fences.filter(({ language }) => language === 'plantuml')
      .flatMap((fence) => draw(file, fence)),
  );

function draw(file: string, { line, content }: Fence): Finding[] {
  try {
    renderPlantuml(content);
    return [];
  } catch (error) {
    const { message, line: offset = 0 } = error as Error & { line?: number };
    const blank = /^\s*\n/.exec(content)?.[0].split('\n').length ?? 1;
    return [{ file, line: line + offset + blank - 1, what: `这幅图画不出来：${message}。`, fix: '照 PlantUML 的写法改正这一行。' }];
  }
}
