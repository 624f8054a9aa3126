/** 种毛病：把小课程抄一份到临时文件夹，改坏一处，看关卡怎么说。 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import type { Finding, Gate } from '../../tools/check/finding.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const smallCourse = join(root, 'tests', 'prose', 'course');

/** 小课程的一份副本，测试结束就删去。 */
export class Copy {
  readonly root = mkdtempSync(join(tmpdir(), 'course-'));

  constructor() {
    cpSync(smallCourse, this.root, { recursive: true });
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
  }

  /** 把 `from` 换成 `to`；没有 `from`，就是小课程改过了，这个测试也要跟着改。 */
  edit(file: string, from: string, to: string): this {
    const text = readFileSync(join(this.root, file), 'utf8').replaceAll('\r\n', '\n');
    if (!text.includes(from)) throw new Error(`种不下去：${file} 里没有「${from}」。`);
    return this.write(file, text.replace(from, () => to));
  }

  append(file: string, text: string): this {
    return this.write(file, `${readFileSync(join(this.root, file), 'utf8')}${text}`);
  }

  write(file: string, text: string): this {
    writeFileSync(join(this.root, file), text);
    return this;
  }

  remove(file: string): this {
    rmSync(join(this.root, file), { recursive: true });
    return this;
  }
}

/** `at` 写成 `文件:行`；`says` 是这句话里要有的字。 */
export type Expected = readonly [at: string, says: string];

/** 关卡恰好说出这几处，不多也不少；每一处都说了是什么、怎么办。 */
export function expectFindings(gate: Gate, copy: Copy, ...expected: Expected[]): void {
  const said = gate(copy.root);
  expect(said.map(at)).toEqual(expected.map(([place]) => place));
  for (const [index, [, says]] of expected.entries()) expect(said[index]!.what + said[index]!.fix).toContain(says);
  for (const { what, fix } of said) expect([what.length > 3, fix.length > 3]).toEqual([true, true]);
}

function at({ file, line }: Finding): string {
  return `${file}:${line}`;
}
