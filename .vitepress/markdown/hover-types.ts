// 程序里哪些名字来自 Node，它们的签名是什么：问 TypeScript。
//
// 问的是整个文件，显示的只是一段：单独编译一段，别处声明的名字就都不认识了。
// 没有缓存可过时：每次都按文件现在的内容来问，内容没变，TypeScript 自己会沿用。
//
// 网页里只写签名的代号。全部签名是一张表，读者指着、走到一个名字时才下载：见 hover-table.ts。

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import ts from 'typescript';

export interface Hover {
  /** 从 0 数起的行、列。 */
  line: number;
  character: number;
  length: number;
  /** 签名的代号：签名相同，代号就相同，不论在哪一页、先标后标。 */
  key: string;
}

/** 问到过的签名，键是代号。 */
export const signatures = new Map<string, string>();

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
  strict: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
};

const roots = new Set<string>();
const service = ts.createLanguageService({
  getCompilationSettings: () => options,
  // 问过的文件都留着：换一个文件就换一个程序，TypeScript 便什么也沿用不了。
  getScriptFileNames: () => [...roots],
  // 装好的包不会变，不必每问一次就把几百个声明文件都看一眼。
  getScriptVersion: (file) => (file.includes('/node_modules/') ? '1' : String(statSync(file, { throwIfNoEntry: false })?.mtimeMs)),
  getScriptSnapshot: (file) => (ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')) : undefined),
  getCurrentDirectory: () => process.cwd(),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
});

/** @param file `.ts` 文件的绝对路径 */
export function findHovers(file: string): Hover[] {
  const root = file.replaceAll('\\', '/');
  roots.add(root);
  const program = service.getProgram();
  const source = program?.getSourceFile(root);
  if (!program || !source) return [];
  const checker = program.getTypeChecker();
  const hovers: Hover[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const signature = signatureAt(node, checker, root);
      if (signature) hovers.push({ ...source.getLineAndCharacterOfPosition(node.getStart()), length: node.text.length, key: keyOf(signature) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return hovers;
}

/** 五个字符，够几百个签名用；万一有两个撞上了，构建时就说。 */
function keyOf(signature: string): string {
  const key = BigInt(`0x${createHash('sha256').update(signature).digest('hex')}`).toString(36).slice(-5);
  const known = signatures.get(key);
  if (known !== undefined && known !== signature) throw new Error(`两个签名的代号都是 ${key}：「${known}」和「${signature}」。请把代号加长一位。`);
  signatures.set(key, signature);
  return key;
}

/** 只要 node: 模块里声明的；process、console、定时器处处都有，不必每次都说。 */
const nodeModule = /\/@types\/node\/(?!(?:globals|console|process|timers)\b)[\w/-]+\.d\.ts$/;

function signatureAt(node: ts.Identifier, checker: ts.TypeChecker, root: string): string | undefined {
  const symbol = checker.getSymbolAtLocation(node);
  if (!symbol) return undefined;
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declared = target.declarations?.[0]?.getSourceFile().fileName ?? '';
  if (!nodeModule.test(declared)) return undefined;
  const info = service.getQuickInfoAtPosition(root, node.getStart());
  return info && tidy(ts.displayPartsToString(info.displayParts));
}

/** 去掉 `(alias)`、import 行和多余的模块名，留下签名本身。 */
function tidy(text: string): string {
  return text
    .replace(/^\(alias\) /, '')
    .replace(/\nimport [^]*$/, '')
    .replace(/^\((?:method|property|type parameter)\) /, '')
    .replace(/\b(?:dgram|net|dns|readline|stream)\.(?=[A-Z])/g, '')
    .replace(/ \(\+(\d+) overloads?\)$/, '（另有 $1 种写法）');
}
