/** 要写哪些文件，写完说什么。先全部想好再动手：半路出错，一个文件也不会留下。 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exists } from '../check/read/files.ts';

export interface Plan {
  /** 相对于根目录的路径 → 全文。这些文件原来都不在。 */
  files: Map<string, string>;
  /** 原来就在、要添几行的文件 → 新的全文。 */
  edits: Map<string, string>;
  /** 接下来做什么，一条一句。 */
  next: string[];
}

/** 铺不成，是说给人听的：出了什么事，接下来怎么办。 */
export class NotLaidOut extends Error {
  override name = 'NotLaidOut';
}

export function write(root: string, { files, edits }: Plan): void {
  for (const file of files.keys()) {
    if (exists(root, file)) throw new NotLaidOut(`${file} 已经有了，不覆盖它：换一个名字，或先把它移走。`);
  }
  for (const [file, text] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text, { flag: 'wx' });
  }
  for (const [file, text] of edits) writeFileSync(join(root, file), text);
}

/** 读一份模板，把 `{名字}` 换成值。 */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  const text = readFileSync(new URL(`templates/${template}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
  return Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(`{${name}}`, () => value), text);
}

/** 标题要放进页面、注释和字符串，所以只收一行普通的字。 */
export function checkTitle(title: string | undefined, example: string): string {
  if (title === undefined || title.trim() === '') throw new NotLaidOut(`没有写标题。例如：${example}`);
  if (/^(?:tcp|udp)$/i.test(title)) throw new NotLaidOut(`「${title}」的位置应当是标题，协议写在标题后面。例如：${example}`);
  if (!/\p{Script=Han}/u.test(title) || /[\n\r`'"\\{}#<>|[\]*_$]/.test(title)) throw new NotLaidOut(`标题「${title}」不能用：要有中文，不带引号、括号和 Markdown 的记号。例如：${example}`);
  return title.trim();
}
