/** 不用的话，和写错的名字。每一条：认出它的样子，怎么办。 */
export interface WordRule {
  pattern: RegExp;
  fix: string;
}

/** 空话和腔调。读者来学东西，一句话要有一句话的内容。 */
export const bannedWords: WordRule[] = [
  { pattern: /众所周知/g, fix: '删去，直接说那件事。' },
  { pattern: /显而易见/g, fix: '删去；真的显然就不必说，不显然就说明白。' },
  { pattern: /简单来说|简而言之/g, fix: '删去，直接说。' },
  // 只管套话；「这份 RFC 让我们自己决定」是真的在说谁让谁。
  { pattern: /让我们(?=[一来先再开回试看])|(?<![\p{Script=Han}\w）」`] ?)让我们/gu, fix: '删去，直接说要做什么。' },
  { pattern: /您/g, fix: '写「你」。' },
  { pattern: /进行(?:了|着|过)?(?![了着过中时到得下完曲的])\s?(?=[\p{Script=Han}A-Za-z`])/gu, fix: '把后面的动词直接用作谓语：「进行通信」写「通信」。' },
  { pattern: /！|(?<=\p{Script=Han})!/gu, fix: '感叹号改成句号。' },
  { pattern: /(?<!所谓[「“]?)粘包/g, fix: '写「所谓「粘包」」：TCP 的字节流没有包，也就谈不上粘。' },
];

/** 标点。 */
export const punctuation: WordRule[] = [
  { pattern: /\.{3,}(?![\w[({])/g, fix: '省略号写「……」。' },
  { pattern: /。{2,}/g, fix: '省略号写「……」。' },
  { pattern: /(?<!…)…(?!…)|…{3,}/g, fix: '省略号写两个：「……」。' },
  { pattern: /(?<!—)—(?!—)|—{3,}/g, fix: '破折号写两个：「——」。' },
  { pattern: /(?<=\p{Script=Han})\s?-{2}(?=\s?\p{Script=Han})/gu, fix: '破折号写「——」。' },
  { pattern: /[Ａ-Ｚａ-ｚ０-９]/g, fix: '字母和数字用半角。' },
  { pattern: /\u3000/g, fix: '不用全角空格。' },
  { pattern: /[\u200b\ufeff]/g, fix: '删去看不见的字符。' },
];

/** 程序打印的话不交给 zhlint：里面夹着 `${…}`。只查最要紧的两样，而且要是一句话，不是几个字的数据。 */
export const spacing: WordRule[] = [
  { pattern: /(?<=\p{Script=Han}{2})[A-Za-z\d]|[A-Za-z\d](?=\p{Script=Han}{2})/gu, fix: '中文与字母、数字之间空一格。' },
  { pattern: /(?<=\p{Script=Han}{2})[,;:?](?!\d)/gu, fix: '中文后面用全角标点。' },
];

/** 名字的正确写法 → 常见的错写。只查代码之外的文字。 */
const names: [right: string, wrong: string][] = [
  ['Node.js', 'node\\.js|Node\\.JS|NODE\\.JS|NodeJS|Nodejs|nodejs|nodeJS|NodeJs'],
  ['Node', 'node|NODE'],
  ['TypeScript', 'typescript|Typescript|TypeSCript'],
  ['JavaScript', 'javascript|Javascript'],
  ['Python', 'python|PYTHON'],
  ['Linux', 'linux|LINUX'],
  ['macOS', 'macos|MacOS|Macos|MacOs|Mac OS|Mac OSX|OS X'],
  ['Windows', 'windows|WINDOWS'],
  ['GitHub', 'github|Github'],
  ['VS Code', 'vscode|VSCode|VScode|Vs Code|vs code'],
  ['VitePress', 'vitepress|Vitepress'],
  ['PowerShell', 'powershell|Powershell'],
  ['PlantUML', 'plantuml|Plantuml|PlantUml'],
  ['Chromium', 'chromium'],
  ['Markdown', 'markdown|MarkDown'],
  ['Unicode', 'unicode|UNICODE'],
  ['UTF-8', 'utf-8|utf8|UTF8|Utf-8'],
  ['ASCII', 'ascii|Ascii'],
  ['TCP', 'tcp|Tcp'],
  ['UDP', 'udp|Udp'],
  ['IP', 'ip|Ip'],
  ['IPv4', 'ipv4|IPV4|Ipv4'],
  ['IPv6', 'ipv6|IPV6|Ipv6'],
  ['DNS', 'dns|Dns'],
  ['HTTP', 'http|Http'],
  ['HTTPS', 'https|Https'],
  ['API', 'api|Api'],
  ['RFC', 'rfc|Rfc'],
  ['POSIX', 'posix|Posix'],
];

/** 前后不能是字母、数字或路径、域名、选项里会有的符号：`node:net`、`docs/api`、`--http` 都不是在写名字。 */
export const nameRules: WordRule[] = names.map(([right, wrong]) => ({
  pattern: new RegExp(String.raw`(?<![\w.\-/:@#$'"])(?:${wrong})(?![\w\-/:@'"(]|\.\w)`, 'g'),
  fix: `写「${right}」；是代码就放进反引号。`,
}));
