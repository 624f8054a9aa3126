/**
 * 构建时把实验室要的东西备好：Node 的 lib、我们的进程、编译好的章节程序。
 *
 * 引入 `virtual:lab-scripts`，得到两份脚本和 Node 的许可证的地址；
 * 引入一个程序，路径后面加 `?lab`，得到编译好的模块，类型已经去掉；
 * 引入 `virtual:lab-differences`，得到「模拟与真实的差别」，是 HTML。
 *
 * 这个 Node 造不了实验室时，页面照样构建，只是说明为什么没有：`__LAB_UNSUPPORTED__`。
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import MarkdownIt from 'markdown-it';
import type { Plugin } from 'vite';
import { compileModule } from '../../lab/compile.ts';
import { whyNoLab } from '../../lab/nodelib/choose.ts';
import { buildLabScripts, LICENSE_NAME } from '../../lab/worker/build.ts';
import { blankComments } from './comments.ts';

const scriptsId = 'virtual:lab-scripts';
const differencesId = 'virtual:lab-differences';
const programQuery = '?lab';
const noScripts = Promise.resolve("export const nodelib = '', process = '', license = '';");

export function labPlugin(root: string): Plugin {
  const cache = join(root, 'node_modules/.cache/lab');
  let scripts: Promise<string> | undefined;
  let why: string | undefined;
  return {
    name: 'lab',
    enforce: 'pre',
    config() {
      why = whyNoLab();
      return { define: { __LAB_UNSUPPORTED__: JSON.stringify(why ?? '') } };
    },
    resolveId: (id) => (id === scriptsId || id === differencesId ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${scriptsId}`) return (scripts ??= why ? noScripts : writeScripts(cache));
      if (id === `\0${differencesId}`) return `export default ${JSON.stringify(differences(root))};`;
      if (!id.endsWith(programQuery)) return undefined;
      const file = id.slice(0, -programQuery.length);
      this.addWatchFile(file);
      return `export default ${JSON.stringify(compileProgram(root, file))};`;
    },
  };
}

/** 写成文件，交给 Vite 当资源：名字带指纹，地址带网站的根路径，开发时也取得到。 */
async function writeScripts(cache: string): Promise<string> {
  const { nodelib, process, license } = await buildLabScripts();
  mkdirSync(cache, { recursive: true });
  const files = { nodelib: ['nodelib.js', nodelib], process: ['process.js', process], license: [LICENSE_NAME, license] } as const;
  const lines = Object.entries(files).map(([name, [file, content]]) => {
    const path = join(cache, file);
    writeFileSync(path, content);
    return `export { default as ${name} } from ${JSON.stringify(`${path}?url&no-inline`)};`;
  });
  return lines.join('\n');
}

/** 模块的路径从本章的文件夹算起：`server.ts`、`steps/6-connected/client.ts`。 */
function compileProgram(root: string, file: string) {
  const path = relative(join(root, 'chapters'), file).replaceAll('\\', '/').replace(/^[^/]+\//, '');
  return compileModule(path, blankComments(readFileSync(file, 'utf8')));
}

/** 「模拟与真实的差别」只写在 lab/README.md 一处，页面上是同一份。 */
function differences(root: string): string {
  const readme = readFileSync(join(root, 'lab/README.md'), 'utf8');
  const section = readme.split('\n## 模拟与真实的差别\n')[1];
  if (section === undefined) throw new Error('lab/README.md 里没有「模拟与真实的差别」一节。');
  return new MarkdownIt().render(section);
}
