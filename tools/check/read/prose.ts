/** 仓库里所有写给人读的文字：页面、题目、门口的几份、注释、程序打印的话、记录的标题。 */
import { documents, transcripts } from './course.ts';
import { filesUnder, lineAt, read } from './files.ts';
import { readPage } from './markdown.ts';
import { codeMark, hasChinese, type Passage } from './passage.ts';
import { commentPassages, stringPassages } from './source.ts';

/** 关卡自己的词表和种进去的毛病：里面的错字是故意的，只查注释，不查字符串。 */
const plantedIn = /^(?:tools\/check\/words\.ts|tests\/prose\/.*)$/;

export function allPassages(root: string): Passage[] {
  return [
    ...pagePassages(root),
    ...sourcePassages(root),
    ...transcripts(root).flatMap((file) => titles(root, file)),
    ...filesUnder(root, 'docs', '.svg').flatMap((file) => labels(file, read(root, file), '图')),
    ...filesUnder(root, '.vitepress', '.vue').flatMap((file) => componentPassages(root, file)),
  ];
}

function pagePassages(root: string): Passage[] {
  return documents(root).flatMap((file) => readPage(read(root, file), file).passages);
}

/** 几道关卡读的是同样的源文件，把它们拆成一段一段要一秒：拆过的留着，内容变了再拆。 */
const lastTaken = new Map<string, { text: string; passages: Passage[] }>();

function sourcePassages(root: string): Passage[] {
  return filesUnder(root, '', '.ts', '.mts', '.mjs').flatMap((file) => {
    const text = read(root, file);
    const known = lastTaken.get(file);
    if (known?.text === text) return known.passages;
    const passages = [...commentPassages(text, file), ...(plantedIn.test(file) ? [] : stringPassages(text, file))];
    lastTaken.set(file, { text, passages });
    return passages;
  });
}

/** 组件：`<script>` 里的注释和字符串，模板里的字。别处换成空行，行号就不变。 */
function componentPassages(root: string, file: string): Passage[] {
  const text = read(root, file);
  const blank = (gone: string): string => gone.replace(/[^\n]/g, '');
  const scripts = text.split(/(<script[^>]*>|<\/script>)/).map((part, index) => (index % 4 === 2 ? part : blank(part))).join('');
  const template = text.replace(/<(script|style)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->/g, blank).replace(/\{\{.*?\}\}/g, codeMark);
  return [...commentPassages(scripts, file), ...stringPassages(scripts, file), ...labels(file, template, '字符串')];
}

/** 标签之间的字：手画的图，组件的模板。 */
function labels(file: string, text: string, kind: Passage['kind']): Passage[] {
  return [...text.matchAll(/>([^<>]*\p{Script=Han}[^<>]*)</gu)].map((match) => {
    const line = lineAt(text, match.index + 1);
    return { file, line, kind, raw: match[1]!, words: match[1]! };
  });
}

/** 记录里只有标题和终端的名字是写的，其余都是程序打印的。 */
function titles(root: string, file: string): Passage[] {
  const lines = read(root, file).split('\n');
  return lines.flatMap((text, index): Passage[] => {
    const words = index === 0 ? text : /^=== [\w-]+ (.*)$/.exec(text)?.[1];
    return words && hasChinese(words) ? [{ file, line: index + 1, kind: '记录', raw: words, words }] : [];
  });
}
