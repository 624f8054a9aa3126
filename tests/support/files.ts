/** 测试用的临时文件；测试结束时删掉。 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'vitest';

/** 写一个临时文件，返回它的绝对路径；这个测试结束就删掉。 */
export function temporaryFile(context: TestContext, name: string, text: string): string {
  return join(temporaryFolder(context, { [name]: text }), name);
}

/**
 * 一个临时的文件夹，这个测试结束就删掉。
 *
 * @param files 相对路径 → 内容
 * @returns 文件夹的绝对路径
 */
export function temporaryFolder(context: TestContext, files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'socket-course-test-'));
  context.onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}
