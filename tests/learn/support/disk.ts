/** 会出错的磁盘：第几步出错，出错以后还能不能再动，由测试说了算。 */
import { realDisk, type Disk } from '../../../learn/files/disk.ts';

const writing = new Set<keyof Disk>(['mkdirSync', 'openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync', 'linkSync', 'copyFileSync', 'rmSync']);

export class PowerCut extends Error {
  override name = 'PowerCut';
}

/**
 * 走到第 `step` 步写操作时停电：那一步没有做，之后的一步也做不了。
 *
 * @returns 磁盘，和「走到那一步没有」
 */
export function powerCutAt(step: number): { disk: Disk; happened: () => boolean } {
  let steps = 0;
  const disk = wrapped(() => {
    steps += 1;
    if (steps >= step) throw new PowerCut();
  });
  return { disk, happened: () => steps >= step };
}

/** 第 `step` 步写操作失败一次，别的都好好的。 */
export function failureAt(step: number, code: string): { disk: Disk; happened: () => boolean } {
  let steps = 0;
  const disk = wrapped(() => {
    steps += 1;
    if (steps === step) throw Object.assign(new Error(code), { code });
  });
  return { disk, happened: () => steps >= step };
}

/** 一个操作先失败几次才成功的磁盘。 */
export function failingFirst(operation: keyof Disk, times: number, code: string): { disk: Disk; attempts: () => number } {
  let attempts = 0;
  const disk = wrapped((name) => {
    if (name !== operation) return;
    attempts += 1;
    if (attempts <= times) throw Object.assign(new Error(code), { code });
  });
  return { disk, attempts: () => attempts };
}

/** 什么都写不进去的磁盘。 */
export function readOnly(): Disk {
  return wrapped(() => {
    throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' });
  });
}

/** 不支持硬链接的磁盘，例如 exFAT 的 U 盘。 */
export function withoutLinks(): Disk {
  return wrapped((name) => {
    if (name === 'linkSync') throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
  });
}

function wrapped(before: (name: keyof Disk) => void): Disk {
  const entries = Object.entries(realDisk).filter(([, value]) => typeof value === 'function') as [keyof Disk, (...args: unknown[]) => unknown][];
  return Object.fromEntries(
    entries.map(([name, operation]) => [
      name,
      (...args: unknown[]) => {
        if (writing.has(name)) before(name);
        return operation(...args);
      },
    ]),
  ) as unknown as Disk;
}
