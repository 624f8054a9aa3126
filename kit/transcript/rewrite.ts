/** 把重演的结果写回记录：只换变了的输出行，其余一个字不动。 */
import { matches, type Replayed, type Scene } from './replay.ts';
import type { Entry } from './parse.ts';

type Output = Entry & { kind: 'output' };

/**
 * @param text 记录的全文
 * @param replayed 同一份记录重演的结果
 * @returns 新的全文；多出来的行接在该输出流的最后一行之后
 */
export function rewrite(text: string, replayed: readonly Replayed[]): string {
  const lines: (string | undefined)[] = text.split('\n');
  const additions = new Map<number, string[]>();
  for (const scene of replayed.flatMap((terminal) => terminal.scenes)) {
    for (const stream of ['stdout', 'stderr'] as const) rewriteStream(lines, additions, scene, stream);
    rewriteExit(lines, additions, scene);
  }
  return lines.flatMap((line, index) => [...(line === undefined ? [] : [line]), ...(additions.get(index) ?? [])]).join('\n');
}

function rewriteStream(lines: (string | undefined)[], additions: Map<number, string[]>, scene: Scene, stream: 'stdout' | 'stderr'): void {
  const outputs = scene.entries.filter((entry): entry is Output => entry.kind === 'output' && entry.stream === stream);
  const prefix = stream === 'stderr' ? '! ' : '';
  const actual = scene.actual[stream];
  for (const [index, entry] of outputs.entries()) {
    const line = actual[index];
    if (line === undefined) lines[entry.line - 1] = undefined;
    else if (!matches(entry.parts, line)) lines[entry.line - 1] = prefix + line.trimEnd();
  }
  const extra = actual.slice(outputs.length).map((line) => prefix + line.trimEnd());
  if (extra.length > 0) add(additions, lastLine(scene), extra);
}

function rewriteExit(lines: (string | undefined)[], additions: Map<number, string[]>, scene: Scene): void {
  const written = scene.entries.find((entry) => entry.kind === 'exit');
  const line = scene.exitCode ? `（退出码 ${scene.exitCode}）` : undefined;
  if (written) lines[written.line - 1] = line;
  else if (line) add(additions, lastLine(scene), [line]);
}

function add(additions: Map<number, string[]>, line: number, extra: string[]): void {
  additions.set(line - 1, [...(additions.get(line - 1) ?? []), ...extra]);
}

function lastLine(scene: Scene): number {
  return scene.entries.at(-1)?.line ?? scene.line;
}
