/** 存盘了就叫一声。编辑器存盘有两种：就地改写，和写一个新文件再改名；守着文件夹，两种都看得见。 */
import { unwatchFile, watch, watchFile, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';

/** 一次存盘会惊动好几下，挨得很近；安静这么久（毫秒），就去判。没有存完也不要紧：下一下动静来了，判到一半的就不要了，重新判。 */
const quietMs = 1;
/** 网络盘、虚拟机共享的文件夹不会通知：隔一会儿自己看一眼。 */
const pollMs = 1_000;

/** @param onSave 参数是变了的文件名，系统没有说是哪一个就是 `undefined` */
export function watchSaves(file: string, onSave: (names: readonly (string | undefined)[]) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let names: (string | undefined)[] = [];
  const stir = (name: string | undefined): void => {
    names.push(name);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const changed = names;
      names = [];
      onSave(changed);
    }, quietMs);
  };
  const watcher = watchFolder(dirname(file), stir);
  const poll = (): void => stir(undefined);
  watchFile(file, { interval: pollMs }, poll);
  return () => {
    clearTimeout(timer);
    watcher?.close();
    unwatchFile(file, poll);
  };
}

/** 文件夹守不住（监视的名额用完了，或者它被删掉了），还有定时的那一眼。 */
function watchFolder(folder: string, stir: (name: string | undefined) => void): FSWatcher | undefined {
  try {
    return watch(folder, (_, name) => stir(name ?? undefined)).on('error', () => {});
  } catch {
    return undefined;
  }
}
