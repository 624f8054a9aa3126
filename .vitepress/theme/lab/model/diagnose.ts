/** 程序错在哪一行，用中文说。 */

export interface Fault {
  file: string;
  /** 从 1 数起 */
  line: number;
  text: string;
}

const phrases: [pattern: RegExp, text: (found: RegExpExecArray) => string][] = [
  [/Unexpected token, expected "?(.+?)"?$/, ([, wanted]) => `这里应当是「${wanted}」。看看标点是不是全角的。`],
  [/Unterminated string/, () => '字符串没有结束：少了一个引号。'],
  [/Unterminated template/, () => '模板字符串没有结束：少了一个反引号。'],
  [/Unterminated comment/, () => '注释没有结束：少了 */。'],
  [/Unterminated regular/, () => '正则表达式没有结束：少了一个斜线。'],
  [/Unexpected character '(.)'/, ([, found]) => `这里不能有「${found}」。是不是全角的标点？`],
  [/Unexpected token/, () => '读到这里读不下去了：看看这一行和上一行，是不是少了括号、逗号，或者半句话。'],
];

const crashes: [pattern: RegExp, text: (found: RegExpExecArray) => string][] = [
  [/ReferenceError: (\S+) is not defined/, ([, name]) => `没有叫 ${name} 的东西。`],
  [/(?:has already been declared|redeclaration)/, () => '这个名字已经用过了。'],
  [/TypeError: (\S+) is not a function/, ([, name]) => `${name} 不是函数，不能这样调用。`],
  [/实验室里没有 (node:[\w/]+)/, ([, name]) => `实验室里没有 ${name}。`],
];

/** 编译不了：`文件：写法有错，Unexpected token (12:5)`。 */
export function explainCompile(message: string): Fault {
  const found = /^(.*?)：写法有错，(.*) \((\d+):\d+\)$/s.exec(message);
  if (!found) return { file: '', line: 1, text: message };
  return { file: found[1]!, line: Number(found[3]), text: say(phrases, found[2]!) ?? '这一行的写法不对。' };
}

/** 运行到一半出错：从标准错误里找出第一个提到这些文件的行号。 */
export function findCrash(stderr: string, files: readonly string[]): Fault | undefined {
  const found = [...stderr.matchAll(/([\w./-]+\.ts):(\d+)/g)].find(([, file]) => files.includes(file!));
  if (!found) return undefined;
  return { file: found[1]!, line: Number(found[2]), text: say(crashes, stderr) ?? '程序运行到这一行出了错，原话在终端里。' };
}

function say(table: [RegExp, (found: RegExpExecArray) => string][], message: string): string | undefined {
  for (const [pattern, text] of table) {
    const found = pattern.exec(message);
    if (found) return text(found);
  }
  return undefined;
}

/** 给人改的源码：去掉区段的记号，与页面上印的一样。 */
export function editable(source: string): string {
  return source.replace(/^\/\/ #(?:end)?region.*\n/gm, '');
}
