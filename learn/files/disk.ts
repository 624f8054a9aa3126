/**
 * 学习者的文件只经过这里改动。一条规矩：任何一步停电、报错、被打断，学习者写过的每一个字都还在某个文件里。
 *
 * 做法是先把新内容写进临时文件，再改名；挪走旧文件也是改名，不是抄一份再删。
 */
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';

/** 用到的文件操作；测试里换成会出错的。 */
export type Disk = Pick<typeof fs, 'closeSync' | 'copyFileSync' | 'existsSync' | 'fsyncSync' | 'linkSync' | 'mkdirSync' | 'openSync' | 'readFileSync' | 'readdirSync' | 'renameSync' | 'rmSync' | 'statSync' | 'writeSync'>;

export const realDisk: Disk = process.platform === 'win32' ? patient(fs) : fs;

/**
 * Windows 上，杀毒软件和索引程序会把刚写好的文件打开看一眼。这时去改名、删除、在原处新建，
 * 得到的是 EPERM、EACCES 或 EBUSY，过几十毫秒又可以了。所以先等一等再试，等满了还不行，才是真的不行。
 *
 * @param patienceMs 一个操作总共等多久，毫秒
 */
export function patient(disk: Disk, patienceMs = 1_000): Disk {
  const again = <Args extends unknown[], Result>(operation: (...args: Args) => Result) => (...args: Args): Result => {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      try {
        return operation(...args);
      } catch (error) {
        if (!['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error)) || performance.now() > deadline) throw error;
        pause(10);
      }
    }
  };
  return { ...disk, openSync: again(disk.openSync), renameSync: again(disk.renameSync), rmSync: again(disk.rmSync as (...args: Parameters<Disk['rmSync']>) => void) };
}

let serial = 0;

/** 把内容完整地写进一个新的临时文件，返回它的名字。写不成就删掉它，抛出原来的错。 */
function writeTemporary(disk: Disk, target: string, content: Buffer | string): string {
  disk.mkdirSync(dirname(target), { recursive: true });
  serial += 1;
  const temporary = join(dirname(target), `.learn-${process.pid}-${serial}.tmp`);
  const file = disk.openSync(temporary, 'wx');
  try {
    try {
      const bytes = Buffer.from(content as string);
      for (let done = 0; done < bytes.length; ) done += disk.writeSync(file, bytes, done);
      disk.fsyncSync(file);
    } finally {
      disk.closeSync(file);
    }
  } catch (error) {
    discard(disk, temporary);
    throw error;
  }
  return temporary;
}

/** 换掉一个文件的内容：别人看到的要么是旧的整份，要么是新的整份。 */
export function replaceFile(disk: Disk, target: string, content: string): void {
  const temporary = writeTemporary(disk, target, content);
  try {
    disk.renameSync(temporary, target);
  } catch (error) {
    discard(disk, temporary);
    throw error;
  }
}

/** 准备好的新文件：`place()` 让它出现在 `target`，那里已经有文件就不放，返回 `false`。 */
export interface Prepared {
  place(): boolean;
  discard(): void;
}

export function prepareFile(disk: Disk, target: string, content: Buffer | string): Prepared {
  const temporary = writeTemporary(disk, target, content);
  return {
    place(): boolean {
      const placed = linkNew(disk, temporary, target);
      discard(disk, temporary);
      return placed;
    },
    discard: () => discard(disk, temporary),
  };
}

/** 硬链接不会盖住已有的文件，而且一步到位；有的磁盘不支持它，就抄一份，同样不盖。 */
function linkNew(disk: Disk, from: string, to: string): boolean {
  try {
    disk.linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EISDIR', 'UNKNOWN'].includes(codeOf(error))) throw error;
  }
  try {
    disk.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** 原地等一会儿，毫秒。这里的事都是同步的，等也要同步地等。 */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function discard(disk: Disk, file: string): void {
  try {
    disk.rmSync(file, { force: true });
  } catch {
    // 留下一个临时文件，没有别的害处。
  }
}

export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

/** 文件操作出的错，用一句话说明。 */
export function reasonOf(error: unknown): string {
  const reasons: Record<string, string> = {
    EACCES: '没有写的权限',
    EPERM: '系统不允许（也许编辑器正占着它）',
    EBUSY: '别的程序正占着它',
    EROFS: '这个磁盘是只读的',
    ENOSPC: '磁盘满了',
    EISDIR: '那里是一个文件夹，不是文件',
    ENOTDIR: '路径中间有一个不是文件夹',
  };
  const { path } = error as NodeJS.ErrnoException;
  return `${reasons[codeOf(error)] ?? (error as Error).message}${path ? `（${path}）` : ''}`;
}
