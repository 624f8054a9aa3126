/** 在 worker 里：一个常驻的 TypeScript 语言服务，问一个文件，答它的毛病。 */
import { readFileSync, statSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../../kit/program.ts';

const mostNotes = 3;

ts.validateLocaleAndSetLanguage('zh-cn', ts.sys);
const settings = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config as { compilerOptions: object };
// 草稿里有没用上的名字，不算毛病；文件放在项目外面，也照 ES 模块来看，也找得到 Node 的类型。
const relaxed = { noUnusedLocals: false, noUnusedParameters: false, module: 'esnext', moduleResolution: 'bundler', moduleDetection: 'force', typeRoots: [join(root, 'node_modules', '@types')] };
const { options } = ts.convertCompilerOptionsFromJson({ ...settings.compilerOptions, ...relaxed }, root);
let current = '';

const service = ts.createLanguageService(
  {
    getCompilationSettings: () => options,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [current],
    getScriptVersion: (file) => (file.includes('node_modules') ? '0' : versionOf(file)),
    getScriptSnapshot: (file) => {
      const text = ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  },
  ts.createDocumentRegistry(),
);

parentPort?.on('message', ({ id, file }: { id: number; file: string }) => {
  current = file.replaceAll('\\', '/');
  parentPort!.postMessage({ id, notes: notesOn(current) });
});

function versionOf(file: string): string {
  try {
    return `${statSync(file).mtimeMs}-${readFileSync(file).length}`;
  } catch {
    return '';
  }
}

/** 语法错误判词里已经说了，这里只说类型。 */
function notesOn(file: string): string[] {
  if (service.getSyntacticDiagnostics(file).length > 0) return [];
  const found = service.getSemanticDiagnostics(file).map(({ file: source, start = 0, messageText }) => {
    const line = source ? source.getLineAndCharacterOfPosition(start).line + 1 : 1;
    return `第 ${line} 行：${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
  const more = found.length - mostNotes;
  return more > 0 ? [...found.slice(0, mostNotes), `还有 ${more} 处。`] : found;
}
