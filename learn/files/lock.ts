/** 两个终端里的 `npm run learn` 不同时动 `answers/`：谁先建出锁文件，谁先动。 */
import { join } from 'node:path';
import { codeOf, pause, type Disk } from './disk.ts';
import { UsageError } from '../options.ts';

const patienceMs = 3_000;
const retryMs = 10;
/** 建出锁到写上进程号只要一瞬间；空的锁这么久了还在，就是那一瞬间断了。 */
const emptyLockMs = 500;

/** 拿着锁做一件同步的事。锁的主人已经不在了（停电、被结束），锁就不算数。 */
export function withLock<T>(disk: Disk, folder: string, work: () => T): T {
  const lock = join(folder, '.learn.lock');
  disk.mkdirSync(folder, { recursive: true });
  const deadline = performance.now() + patienceMs;
  while (!acquire(disk, lock)) {
    if (isAbandoned(disk, lock)) disk.rmSync(lock, { force: true });
    else if (performance.now() > deadline) throw new UsageError(`另一个终端里的 npm run learn 正在动这些文件，等了 ${patienceMs / 1000} 秒还没有完。`);
    else pause(retryMs);
  }
  try {
    return work();
  } finally {
    release(disk, lock);
  }
}

/** 删不掉也不要紧：下一个来的人会看出它的主人已经不在做事。 */
function release(disk: Disk, lock: string): void {
  try {
    disk.rmSync(lock, { force: true });
  } catch {
    // 事已经做完了，不能因为收尾说它没做成。
  }
}

function acquire(disk: Disk, lock: string): boolean {
  let file: number;
  try {
    file = disk.openSync(lock, 'wx');
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    disk.writeSync(file, String(process.pid));
  } finally {
    disk.closeSync(file);
  }
  return true;
}

function isAbandoned(disk: Disk, lock: string): boolean {
  try {
    const text = String(disk.readFileSync(lock, 'utf8'));
    const age = Date.now() - disk.statSync(lock).mtimeMs;
    // 刚建出来、还没写上进程号的，给它一会儿。
    // 自己的进程号：做的事都是同步的，此刻没有在做，那就是上一次没有删掉。
    return /^\d+$/.test(text) ? Number(text) === process.pid || !isAlive(Number(text)) : age > emptyLockMs;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
