/** 把重演的结果写回记录：只换变了的输出行，其余一个字不动。 */
import { align } from './align.ts';
import { matches } from './match.ts';
import type { Output } from './parse.ts';
import type { Replayed, Scene } from './replay.ts';

/** 改到一半的记录：`undefined` 是删掉的行；`inserted` 是插在某一行之前的新行，行号从 0 数起。 */
interface Draft {
  lines: (string | undefined)[];
  inserted: Map<number, string[]>;
}

/**
 * @param text 记录的全文
 * @param replayed 同一份记录重演的结果
 * @returns 新的全文；多出来的行插在它后面那一行、或者它已经打印出来才做的那件事之前，都没有就接在这条命令的最后
 */
export function rewrite(text: string, replayed: readonly Replayed[]): string {
  const draft: Draft = { lines: text.split('\n'), inserted: new Map() };
  for (const { scenes, stopped } of replayed) {
    for (const scene of scenes) {
      // 没有演完的那一条命令，没打印的行也许只是还没轮到，留着。
      const finished = stopped === undefined || scene !== scenes.at(-1);
      for (const stream of ['stdout', 'stderr'] as const) rewriteStream(draft, scene, stream, finished);
      if (finished) rewriteExit(draft, scene);
    }
  }
  // 多看一行：记录末尾没有换行时，新行插在最后一行之后。
  return [...draft.lines, undefined].flatMap((line, index) => [...(draft.inserted.get(index) ?? []), ...(line === undefined ? [] : [line])]).join('\n');
}

function rewriteStream(draft: Draft, scene: Scene, stream: 'stdout' | 'stderr', finished: boolean): void {
  const outputs = scene.entries.filter((entry): entry is Output => entry.kind === 'output' && entry.stream === stream);
  const pairs = align(outputs, scene.actual[stream]);
  let printed = 0;
  for (const [index, [entry, line]] of pairs.entries()) {
    if (line !== undefined) printed += 1;
    const written = line === undefined ? undefined : (stream === 'stderr' ? '! ' : '') + line.trimEnd();
    if (!entry) {
      const next = pairs.slice(index).find(([later]) => later)?.[0]?.line ?? Infinity;
      const done = scene.marks.find((mark) => mark[stream] >= printed)?.line ?? Infinity;
      const before = Math.min(next, done);
      insert(draft, before === Infinity ? afterScene(scene) : before - 1, written!);
    } else if (line === undefined ? finished : !matches(entry.parts, line)) {
      draft.lines[entry.line - 1] = written;
    }
  }
}

function rewriteExit(draft: Draft, scene: Scene): void {
  const old = scene.entries.find((entry) => entry.kind === 'exit');
  const line = scene.exitCode ? `（退出码 ${scene.exitCode}）` : undefined;
  if (old) draft.lines[old.line - 1] = line;
  else if (line) insert(draft, afterScene(scene), line);
}

function insert({ inserted }: Draft, before: number, line: string): void {
  inserted.set(before, [...(inserted.get(before) ?? []), line]);
}

/** 这条命令的最后一件事之后的那一行，从 0 数起；退出码要留在最后。 */
function afterScene(scene: Scene): number {
  const last = scene.entries.at(-1);
  if (last?.kind === 'exit') return last.line - 1;
  return last?.line ?? scene.line;
}
