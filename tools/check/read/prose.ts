/** 仓库里所有写给人读的文字：页面、题目、门口的几份、注释、程序打印的话、记录的标题。 */
import { documents, transcripts } from './course.ts';
import { filesUnder, lineAt, read } from './files.ts';
import { readPage } from './markdown.ts';
import { hasChinese, type Passage } from './passage.ts';
import { commentPassages, stringPassages } from './source.ts';

/** 关卡自己的词表和种进去的毛病：里面的错字是故意的，只查注释，不查字符串。 */
const plantedIn = /^(?:tools\/check\/words\.ts|tests\/prose\/.*)$/;

export function allPassages(root: string): Passage[] {
  return [
    ...pagePassages(root),
    ...sourcePassages(root),
    ...transcripts(root).flatMap((file) => titles(root, file)),
    ...filesUnder(root, 'docs', '.svg').flatMap((file) => labels(root, file)),
  ];
}

function pagePassages(root: string): Passage[] {
  return documents(root).flatMap((file) => readPage(read(root, file), file).passages);
}

function sourcePassages(root: string): Passage[] {
  return filesUnder(root, '', '.ts', '.mts', '.mjs').flatMap((file) => {
    const text = read(root, file);
    const strings = plantedIn.test(file) ? [] : stringPassages(text, file);
    return [...commentPassages(text, file), ...strings];
  });
}

/** 手画的图上的字。 */
function labels(root: string, file: string): Passage[] {
  const text = read(root, file);
  return [...text.matchAll(/>([^<>]*\p{Script=Han}[^<>]*)</gu)].map((match) => {
    const line = lineAt(text, match.index + 1);
    return { file, line, kind: '图', raw: match[1]!, words: match[1]! };
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
