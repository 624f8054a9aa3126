/** 文档里叫人敲的命令、叫人看的路径，都得真的在。 */
import { documents } from '../read/course.ts';
import { exists, filesUnder, foldersIn, read } from '../read/files.ts';
import { readPage, type Spot } from '../read/markdown.ts';
import type { Finding } from '../finding.ts';

const shells = new Set(['sh', 'bash', 'shell', 'console', 'powershell', 'ps1', 'bat']);
const rooms = ['chapters', 'docs', 'kit', 'learn', 'lab', 'tests', 'tools', '.vitepress', '.github', '.ci', '.vscode'];
/** 房间里的路径：`kit/program.ts`、`chapters/01-udp/`、`docs/01-udp/*.svg`。 */
const roomPath = new RegExp(String.raw`(?<![\w./@-])(?:\./)?((?:${rooms.map((room) => room.replace('.', String.raw`\.`)).join('|')})/[^\s\`'"，。；：、（）「」|]*)`, 'g');

/** 运行之后才有的，刚签出时不在。 */
const made = new Set(['.vitepress/dist', '.vitepress/cache']);

interface Scripts {
  [name: string]: string;
}

export function commands(root: string): Finding[] {
  const scripts = scriptsOf(root);
  const inDocuments = documents(root).flatMap((file) =>
    codeIn(read(root, file), file).flatMap((code) => [...missingScripts(file, code, scripts), ...missingExercises(root, file, code), ...missingPaths(root, file, code)]),
  );
  return [...inDocuments, ...missingTools(root, scripts)];
}

function scriptsOf(root: string): Scripts {
  if (!exists(root, 'package.json')) return {};
  return (JSON.parse(read(root, 'package.json')) as { scripts?: Scripts }).scripts ?? {};
}

/** package.json 的脚本要运行的文件。 */
function missingTools(root: string, scripts: Scripts): Finding[] {
  const lines = exists(root, 'package.json') ? read(root, 'package.json').split('\n') : [];
  return Object.entries(scripts).flatMap(([name, command]) =>
    [...command.matchAll(roomPath)]
      .filter(([, path]) => !exists(root, path!))
      .map(([, path]) => ({ file: 'package.json', line: lines.findIndex((line) => line.includes(`"${name}":`)) + 1, what: `脚本「${name}」要运行的 ${path} 不存在。`, fix: '写出那个文件，或删去这个脚本。' })),
  );
}

/** 反引号里的代码，和 `sh` 代码块里的每一行。 */
function codeIn(text: string, file: string): Spot[] {
  const page = readPage(text, file);
  const lines = page.fences
    .filter(({ language }) => shells.has(language))
    .flatMap(({ line, content }) => content.split('\n').map((code, offset) => ({ line: line + 1 + offset, text: code })));
  return [...page.codeSpans, ...lines];
}

function missingScripts(file: string, { line, text }: Spot, scripts: Scripts): Finding[] {
  const names = [...text.matchAll(/(?<![\w-])npm (?:run ([\w:-]+)|(test|start)\b)/g)].map(([, run, short]) => run ?? short!);
  return names
    .filter((name) => !(name in scripts))
    .map((name) => ({ file, line, what: `package.json 里没有脚本「${name}」。`, fix: `改正命令；现有的是：${Object.keys(scripts).filter((script) => !(script.replace(/^pre/, '') in scripts && script.startsWith('pre'))).join('、')}。` }));
}

/** `npm run learn check 01-udp/1` 里的练习。 */
function missingExercises(root: string, file: string, { line, text }: Spot): Finding[] {
  const match = /npm run learn\b.*?\s(\d\d-[\w-]+)\/(\d[\w-]*)/.exec(text);
  if (!match) return [];
  const [, slug, exercise] = match as unknown as [string, string, string];
  const folder = `chapters/${slug}/exercises`;
  if (foldersIn(root, folder).some((name) => name === exercise || name.startsWith(`${exercise}-`))) return [];
  return [{ file, line, what: `没有练习 ${slug}/${exercise}。`, fix: `改正编号，或在 ${folder}/ 里写出这个练习。` }];
}

function missingPaths(root: string, file: string, { line, text }: Spot): Finding[] {
  return [...text.matchAll(roomPath)]
    .map((match) => match[1]!.replace(/[#:?].*$/, '').replace(/[/.,]+$/, ''))
    .filter((path) => !isPlaceholder(path) && !isThere(root, path))
    .map((path) => ({ file, line, what: `${path} 不存在。`, fix: '改正路径；只是举例，就写成 chapters/NN-slug/ 这样的样子。' }));
}

/** 举例的路径（`chapters/NN-slug/`、`chapters/…`、`docs/<章>/`），或运行之后才有的。 */
function isPlaceholder(path: string): boolean {
  return /NN|…|[<>{}]|\.\.\.|\p{Script=Han}/u.test(path) || made.has(path);
}

function isThere(root: string, path: string): boolean {
  if (!path.includes('*')) return exists(root, path);
  const pattern = new RegExp(`^${path.split('*').map((part) => part.replace(/[.+?^$()|[\]\\]/g, String.raw`\$&`)).join('[^/]*')}(?:/|$)`);
  return filesUnder(root, path.split('/')[0]!, '').some((candidate) => pattern.test(candidate));
}
