/**
 * 构建浏览器要的两份脚本：Node 的 lib（nodelib.js），和我们自己的（process.js）。
 */
import path from 'node:path';
import { build } from 'esbuild';
import { minify } from 'vite';
import { chooseModules } from '../nodelib/choose.ts';
import { nodeLicense, takeNodeLib, type NodeLib } from '../nodelib/take.ts';
import { libParameters } from '../process/node-engine.ts';

export interface LabScripts {
  nodelib: string;
  process: string;
  /** Node 的许可证，放在脚本旁边，名字是 `LICENSE_NAME` */
  license: string;
}

export const LICENSE_NAME = 'nodelib.LICENSE.txt';

export async function buildLabScripts(): Promise<LabScripts> {
  const [nodelib, process] = await Promise.all([buildNodeLib(), buildProcess()]);
  return { nodelib, process, license: nodeLicense() };
}

/**
 * lib 的各个模块包成函数，放进一个对象。函数和类的名字不缩短：
 * `<Buffer 61>` 里的 Buffer 是类的名字，出错时的调用栈里也看得见它们。
 */
async function buildNodeLib(): Promise<string> {
  const { sources, data } = takeNodeLib();
  const ids = chooseModules();
  const modules = ids.map((id) => `${JSON.stringify(id)}: function (${libParameters(id).join(', ')}) {${sources[id]}\n}`);
  const source = `self.labNodeLib = { modules: {${modules.join(',\n')}}, data: ${JSON.stringify(slim(data))} };`;
  const { code, errors } = await minify('nodelib.js', source, {
    module: false,
    compress: false,
    mangle: { keepNames: true },
    codegen: { removeWhitespace: true },
  });
  if (errors.length > 0) throw new Error(`压缩 Node 的 lib 时出错：${errors[0]!.message}`);
  return `/* Node.js ${data.version} 的 JavaScript 部分，许可证见同一处的 ${LICENSE_NAME} */\n${code}`;
}

/** 文件和跟踪的常数，网络用不着。 */
function slim(data: NodeLib['data']): NodeLib['data'] {
  return { ...data, constants: { ...data.constants, fs: {} } };
}

async function buildProcess(): Promise<string> {
  const result = await build({
    entryPoints: [path.join(import.meta.dirname, 'main.ts')],
    bundle: true,
    format: 'iife',
    charset: 'utf8',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  const { code, errors } = await minify('process.js', result.outputFiles[0]!.text, {
    module: false,
    compress: { target: 'es2022' },
    mangle: true,
    codegen: { removeWhitespace: true },
  });
  if (errors.length > 0) throw new Error(`压缩实验室的脚本时出错：${errors[0]!.message}`);
  return code;
}
