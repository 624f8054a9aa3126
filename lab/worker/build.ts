/**
 * 构建浏览器要的两份脚本：Node 的 lib（nodelib.js），和我们自己的（process.js）。
 */
import path from 'node:path';
import { build } from 'rolldown';
import { minify } from 'rolldown/utils';
import { chooseModules } from '../nodelib/choose.ts';
import { dropUnusedErrors } from '../nodelib/errors.ts';
import { nodeLicense, takeNodeLib } from '../nodelib/take.ts';
import { libParameters } from '../process/node-engine.ts';

export interface LabScripts {
  nodelib: string;
  process: string;
  /** Node 的许可证，放在脚本旁边，名字是 `LICENSE_NAME` */
  license: string;
}

export const LICENSE_NAME = 'nodelib.LICENSE.txt';

export async function buildLabScripts(): Promise<LabScripts> {
  const process = await buildProcess();
  const nodelib = await buildNodeLib(process);
  return { nodelib, process, license: nodeLicense() };
}

/**
 * lib 的各个模块包成函数，放进一个对象。函数和类的名字不缩短：
 * `<Buffer 61>` 里的 Buffer 是类的名字，出错时的调用栈里也看得见它们。
 */
async function buildNodeLib(ours: string): Promise<string> {
  const { sources: whole, data } = takeNodeLib();
  const ids = chooseModules();
  const errors = 'internal/errors';
  const users = ids.filter((id) => id !== errors).map((id) => whole[id]!);
  const sources: Record<string, string> = { ...whole, [errors]: dropUnusedErrors(whole[errors]!, [...users, ours]) };
  const modules = await Promise.all(ids.map(async (id) => `${JSON.stringify(id)}:${await minifyModule(id, sources[id]!)}`));
  const code = `self.labNodeLib={modules:{${modules.join(',\n')}},data:${JSON.stringify(data)}};`;
  return toAscii(`/* lib/ of Node.js ${data.version}, see ${LICENSE_NAME} */\n${code}`);
}

/** 留着函数外面的括号：引擎看见它，就知道马上要调用，不先粗看一遍、回头再细看。 */
async function minifyModule(id: string, source: string): Promise<string> {
  const { code, errors } = await minify(`${id}.js`, `(function (${libParameters(id).join(', ')}) {${source}\n})`, {
    module: false,
    compress: false,
    mangle: { keepNames: true },
    codegen: { removeWhitespace: true },
  });
  if (errors.length > 0) throw new Error(`压缩 Node 的 lib 里的 ${id} 时出错：${errors[0]!.message}`);
  return code.trim().replace(/;$/, '');
}

async function buildProcess(): Promise<string> {
  const { output } = await build({
    input: path.join(import.meta.dirname, 'main.ts'),
    platform: 'browser',
    transform: { target: 'es2022' },
    write: false,
    optimization: { inlineConst: { mode: 'all', pass: 3 } },
    output: { format: 'iife', minify: true, comments: false },
  });
  return toAscii(output[0].code);
}

/** 全是 ASCII 的脚本，浏览器存的是一字节的字符串：一半的内存，解码和解析也快得多。 */
function toAscii(code: string): string {
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
