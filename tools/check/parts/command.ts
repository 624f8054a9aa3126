/** 运行一个现成的工具，收下它说的话。 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** 一律由 Node 直接运行工具的 `.js`：不经过 shell，Windows 上也一样。 */
export function runNode(root: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
    const outcome = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        outcome[stream] += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...outcome }));
  });
}

/** 一个包的 package.json 里 `bin` 指的那个文件。 */
export function binOf(name: string, bin = name): string {
  const file = packageFile(name);
  const { bin: bins } = require(file) as { bin: string | Record<string, string> };
  return join(dirname(file), typeof bins === 'string' ? bins : bins[bin]!);
}

/** 有的包不让外面引入它的 package.json，只好从入口往上找。 */
function packageFile(name: string): string {
  const folder = require.resolve.paths(name)!.map((path) => join(path, name, 'package.json'));
  return folder.find((path) => isReadable(path)) ?? folder[0]!;
}

function isReadable(path: string): boolean {
  try {
    require(path);
    return true;
  } catch {
    return false;
  }
}
