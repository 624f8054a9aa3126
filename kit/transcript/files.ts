/** 终端记录在哪里，这台机器能不能重演它们。 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { root } from '../program.ts';
import type { Transcript } from './parse.ts';

const systemNames: Record<string, string> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

/** 所有终端记录，相对项目根目录，用 `/` 分隔，按名字排序。 */
export function transcriptFiles(): string[] {
  return readdirSync(join(root, 'chapters'))
    .filter((chapter) => existsSync(join(root, 'chapters', chapter, 'transcripts')))
    .flatMap((chapter) => {
      const folder = `chapters/${chapter}/transcripts`;
      return readdirSync(join(root, folder)).filter((name) => name.endsWith('.txt')).map((name) => `${folder}/${name}`);
    })
    .sort();
}

/** 这台机器缺什么，以致不能重演；什么都不缺就是 `undefined`。 */
export function missingFor(transcript: Transcript): string | undefined {
  if (!transcript.systems.includes(process.platform)) {
    return `它只在 ${transcript.systems.map((system) => systemNames[system]).join('、')} 上成立`;
  }
  const node = otherNodeFor(transcript);
  if (node) return node;
  const condition = transcript.tools.find((name) => conditions[name]?.() === false);
  if (condition) return `这台机器没有 ${condition}`;
  const tool = transcript.tools.find((name) => !conditions[name] && !hasCommand(name));
  return tool && `没有找到命令 ${tool}`;
}

/** 要换一个 Node 才能重演：主版本不对，或者它用的 libuv 不对；对就是 `undefined`。 */
export function otherNodeFor({ nodes, tools }: Transcript): string | undefined {
  const major = Number(process.versions.node.split('.')[0]);
  if (!nodes.includes(major)) return `它只在 Node ${nodes.join('、')} 上成立`;
  const libuv = tools.filter(isLibuv).find((name) => !conditions[name]!());
  return libuv && `它要有 ${libuv}，这个 Node 用的是 ${process.versions.uv}`;
}

/** 「工具」里的这一项说的是 libuv 的版本，不是命令。 */
export function isLibuv(tool: string): boolean {
  return tool.startsWith('libuv');
}

/** 「工具」里还可以写这几样：不是命令，是这台机器的网络有没有，Node 用的是哪一版 libuv。 */
const conditions: Record<string, () => boolean> = {
  IPv6: () => interfaces().some(({ address }) => address === '::1'),
  网卡: () => interfaces().some(({ family, internal }) => family === 'IPv4' && !internal),
  'libuv<1.52': () => libuvMinor < 52,
  'libuv≥1.52': () => libuvMinor >= 52,
};
const libuvMinor = Number(process.versions.uv!.split('.')[1]);

function interfaces(): NetworkInterfaceInfo[] {
  return Object.values(networkInterfaces()).flatMap((each) => each ?? []);
}

/** 这台机器上有没有这个命令。 */
export function hasCommand(name: string): boolean {
  const [finder, args] = process.platform === 'win32' ? ['where', [name]] : ['sh', ['-c', `command -v ${name}`]];
  return spawnSync(finder as string, args as string[], { stdio: 'ignore' }).status === 0;
}
