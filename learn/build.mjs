/*
 * 把 learn/、kit/ 和每个练习的 check.ts 编译成几个 JavaScript 文件，放在 node_modules/.cache/learn/ 里。
 *
 * 缓存认内容：清单里记着每个源文件的校验和，有一个变了就重新编译。读源文件、算校验和只要几毫秒，
 * 经过 tsx 却要几百毫秒。缓存写不进去（只读的文件夹），就退回 tsx，慢一些，照样能用。
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'learn');
const manifestFile = join(cache, 'manifest.json');
const dayMs = 24 * 60 * 60 * 1000;

/** 编译好的程序；缓存能用就用缓存。 */
export async function load() {
  try {
    const folder = cached() ?? (await compileAll());
    return await import(pathToFileURL(join(folder, 'stdin.mjs')).href);
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM', 'ENOSPC'].includes(error?.code)) throw error;
    return withTsx();
  }
}

/** 缓存里的那一份还对得上源文件吗；对不上就是 `undefined`。 */
function cached() {
  let manifest;
  try {
    manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  } catch {
    return undefined;
  }
  const folder = join(cache, String(manifest.folder));
  const same = manifest.root === root && String(manifest.checks) === String(checks()) && existsSync(join(folder, 'stdin.mjs'));
  return same && Object.entries(manifest.inputs).every(([file, sum]) => sumOf(file) === sum) ? folder : undefined;
}

function sumOf(file) {
  try {
    return createHash('sha256').update(readFileSync(join(root, file))).digest('hex').slice(0, 16);
  } catch {
    return undefined;
  }
}

/** 全部练习的标识，例如 `01-udp/1-retry`。 */
function checks() {
  const chapters = join(root, 'chapters');
  return readdirSync(chapters)
    .filter((chapter) => existsSync(join(chapters, chapter, 'exercises')))
    .flatMap((chapter) => readdirSync(join(chapters, chapter, 'exercises')).map((name) => `${chapter}/${name}`))
    .filter((id) => existsSync(join(root, checkOf(id))))
    .sort();
}

function checkOf(id) {
  return `chapters/${id.replace('/', '/exercises/')}/check.ts`;
}

/** 编译进一个临时文件夹，成了才改名：两个终端同时编译，谁也不会读到半份。 */
async function compileAll() {
  const { build } = await import('esbuild');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'build-'));
  const { metafile } = await build(settings(folder));
  const inputs = Object.keys(metafile.inputs).filter((file) => existsSync(join(root, file)));
  const manifest = { root, folder: relative(cache, folder), checks: checks(), inputs: Object.fromEntries([...inputs, 'learn/build.mjs'].map((file) => [file, sumOf(file)])) };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 1));
  renameSync(join(folder, 'manifest.json'), manifestFile);
  removeOld(folder);
  return folder;
}

function settings(folder) {
  return {
    absWorkingDir: root,
    stdin: { contents: entryText(), resolveDir: root, sourcefile: 'entry.ts', loader: 'ts' },
    entryPoints: [{ in: 'learn/watch/types-worker.ts', out: 'types-worker' }],
    entryNames: '[name]',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    charset: 'utf8',
    external: ['esbuild', 'typescript', 'tsx'],
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    metafile: true,
    logLevel: 'silent',
    tsconfigRaw: {},
    plugins: [keepUrls],
  };
}

/** 入口：把命令行交给 learn/app.ts；每个练习的检查用到时才载入。 */
function entryText() {
  const loaders = checks().map((id) => `  ${JSON.stringify(id)}: () => import(${JSON.stringify(`./${checkOf(id)}`)}),`);
  return [
    "import { runCommand } from './learn/app.ts';",
    `const checks = {\n${loaders.join('\n')}\n};`,
    "const typesWorker = new URL('types-worker.mjs', import.meta.url);",
    'export const run = (args, env) => runCommand(args, env, { load: async (id) => (await checks[id]()).default, typesWorker });',
  ].join('\n');
}

/** 源文件问「我在哪里」，答它原来的地址：它靠这个找到项目的根目录和旁边的文件。 */
const keepUrls = {
  name: 'keep-urls',
  setup(build) {
    build.onLoad({ filter: /[\\/](?:learn|kit|chapters)[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      return { contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)), loader: 'ts' };
    });
  },
};

/** 一天以前的旧编译；新近的也许还有别的终端在用。 */
function removeOld(current) {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    if (!name.startsWith('build-') || folder === current) continue;
    try {
      if (Date.now() - statSync(folder).mtimeMs > dayMs) rmSync(folder, { recursive: true, force: true });
    } catch {
      // 别的终端先删了它。
    }
  }
}

async function withTsx() {
  const require = createRequire(import.meta.url);
  const { register } = await import(pathToFileURL(join(dirname(require.resolve('tsx/package.json')), 'dist/esm/api/index.mjs')).href);
  register();
  const { runCommand } = await import('./app.ts');
  const { loadExercise } = await import('../kit/exercises.ts');
  return { run: (args, env) => runCommand(args, env, { load: loadExercise, typesWorker: new URL('watch/types-worker.ts', import.meta.url) }) };
}
