/** 测试要用的别家程序：没有就跳过并说明；设了 PEERS=required，没有就是失败。 */
import type { TestContext } from 'vitest';
import { hasCommand } from '../../kit/transcript/files.ts';

/**
 * @param missing 缺了什么；什么都不缺就传 `undefined`
 */
export function skipUnless(context: TestContext, missing: string | undefined): void {
  if (missing === undefined) return;
  if (process.env['PEERS'] === 'required' && missing.startsWith('没有找到命令')) throw new Error(`PEERS=required，但是${missing}。`);
  context.skip(missing);
}

/** 需要这个命令；没有就跳过（或失败）。 */
export function needs(context: TestContext, command: string): void {
  skipUnless(context, hasCommand(command) ? undefined : `没有找到命令 ${command}`);
}
