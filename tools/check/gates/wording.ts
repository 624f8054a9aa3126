/** zhlint 不管的：空话、感叹号、省略号和破折号、名字的大小写、正文里没有加反引号的函数名。 */
import type { Finding } from '../finding.ts';
import { wordLines, type Passage } from '../read/passage.ts';
import { allPassages } from '../read/prose.ts';
import { bannedWords, nameRules, punctuation, spacing, type WordRule } from '../words.ts';

/** 网站的 Markdown 懂中文标点，代码托管的页面不懂：`**完。**然后` 在那里不是粗体。 */
const brokenBold: WordRule = { pattern: /\*\*.*/g, fix: '粗体没有成形：在 `**` 后面空一格，或把标点移到外面。' };

const bareCall: WordRule = { pattern: /(?<![\w.])[A-Za-z_$][\w$.]*\(\)/g, fix: '函数名放进反引号。' };

export function wording(root: string): Finding[] {
  return allPassages(root).flatMap((passage) =>
    wordLines(passage).flatMap(({ line, text }) =>
      rulesFor(passage).flatMap(({ pattern, fix }) =>
        [...text.matchAll(pattern)].map((match) => ({ file: passage.file, line, what: `${passage.kind}里有「${around(text, match)}」。`, fix })),
      ),
    ),
  );
}

function rulesFor({ kind, file }: Passage): WordRule[] {
  if (kind === '图') return bannedWords; // 图有自己的写法，只查用词
  if (kind === '字符串') return [...bannedWords, ...spacing];
  const rules = [...bannedWords, ...punctuation, ...nameRules];
  if (kind === '注释') return rules;
  return file.startsWith('docs/') ? [...rules, bareCall] : [...rules, bareCall, brokenBold];
}

/** 报出来的是它和后面的几个字：只有一个「进行」两字，不好找。 */
function around(text: string, match: RegExpExecArray): string {
  return text.slice(match.index, match.index + Math.max(match[0].length, 6)).trim();
}
