/**
 * 中文排版，由 zhlint 来看：全角标点，中文与西文、数字之间空一格。只查不改。
 *
 * 一段一段地交给它，而不是一个文件一个文件地交：它看不见表格、图片说明和提示框的标题，也读不懂 `.ts`。
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'zhlint';
import type { Options } from 'zhlint';
import { root as ours } from '../../../kit/program.ts';
import type { Finding } from '../finding.ts';
import type { Passage } from '../read/passage.ts';
import { allPassages } from '../read/prose.ts';
import { SeenFine } from '../seen-fine.ts';

const rules: NonNullable<Options['rules']> = {
  preset: 'default',
  halfwidthPunctuation: '[]{}',
  fullwidthPunctuation: '，。：；？！“”‘’（）、',
  adjustedFullwidthPunctuation: '',
  // `3秒` 也要写成 `3 秒`，没有例外。
  skipZhUnits: '',
};
// 「」和“”各有各的用处，不许它互换；这一项没有「不管」的值，只好去掉。
Object.assign(rules, { unifiedPunctuation: undefined });

/** 图有自己的写法；程序的话里夹着 `${…}`，拼起来才是一句话。它们由 wording 那一道来看。 */
const notProse = new Set<Passage['kind']>(['图', '字符串']);

export function typography(root: string): Finding[] {
  const findings = allPassages(root).flatMap((passage) => (notProse.has(passage.kind) ? [] : lint(passage)));
  fine.save();
  return findings;
}

const tool = readFileSync(join(ours, 'node_modules/zhlint/package.json'), 'utf8');
const fine = new SeenFine('zhlint', JSON.stringify([rules, tool]));

/** zhlint 认为该写成什么样。没有毛病的话只问一次；只有汉字和全角标点的，不必问。 */
function corrected(text: string): string {
  if (!/[\x20-\x7e]/.test(text)) return text;
  if (fine.has(text)) return text;
  const { result } = run(text, { rules });
  if (result === text) fine.add(text);
  return result;
}

function lint(passage: Passage): Finding[] {
  const text = passage.kind === '注释' ? quoteCode(passage.raw) : knownExceptions(passage.raw);
  const result = corrected(text);
  if (result === text) return [];
  const expected = result.split('\n');
  return text.split('\n').flatMap((line, offset) => {
    const right = expected[offset] ?? '';
    if (line === right) return [];
    const { before, after } = difference(line, right);
    return [{ file: passage.file, line: passage.line + offset, what: `${passage.kind}里的标点或空格不对：「${before}」。`, fix: `写成「${after}」。` }];
  });
}

/**
 * Markdown 里 zhlint 不懂的两样：手册页的名字 `udp(7)` 带着括号；
 * 以标点结尾的粗体，后面要空一格才成得了粗体，这一格不算多。
 */
function knownExceptions(text: string): string {
  return text.replace(/(?<![`\w])[a-z_]+\(\d\)(?!`)/g, (name) => `\`${name}\``).replace(/([，。：；？）」])\*\* (?=\S)/g, '$1**');
}

/** 一眼就看得出是代码的：命令、函数调用、引起来的名字、标签、`node:`、扩展名、域名。 */
const codeLike = new RegExp(
  [
    String.raw`(?:npx|npm|node|git) (?:[\x20-\x5a\x5c-\x7e]|\[[^\]]*\])*`,
    String.raw`[A-Za-z_$][\w$.]*\([\x20-\x27\x2a-\x7e]*\)`,
    String.raw`'[\x21-\x26\x28-\x7e]+'`,
    String.raw`"[\x21\x23-\x7e]+"`,
    String.raw`<\/?[a-z][\w-]*>`,
    String.raw`\bnode:(?!\w)`,
    String.raw`(?<![\w.])\.[a-z]{2,5}\b`,
    String.raw`\w+\.[\w.-]*\.\w+`,
  ].join('|'),
  'g',
);

/** 注释里的代码不一定加了反引号：替它加上，免得括号和引号被当成中文标点。 */
function quoteCode(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(/([：，。]) {2,}/g, '$1') // 开头几行是对齐的
        .replace(/ {2,}/g, ' ')
        .split(/(`[^`]+`)/)
        .map((part, index) => (index % 2 === 1 ? part : quotePlain(part)))
        .join('')
        .trim(),
    )
    .join('\n');
}

function quotePlain(text: string): string {
  return text.replace(codeLike, (code) => `\`${code.trimEnd()}\`${/\s*$/.exec(code)![0]}`);
}

/** 只给人看不同的那一小段，前后各带几个字。 */
function difference(line: string, right: string): { before: string; after: string } {
  const around = 8;
  let start = 0;
  while (start < line.length && line[start] === right[start]) start += 1;
  let end = 0;
  while (end < line.length - start && end < right.length - start && line.at(-1 - end) === right.at(-1 - end)) end += 1;
  const cut = (text: string): string => text.slice(Math.max(0, start - around), Math.min(text.length, text.length - end + around));
  return { before: cut(line), after: cut(right) };
}
