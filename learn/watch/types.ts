/** 类型检查：TypeScript 很重，放进一个 worker，第一次判完才启动，以后一直在。 */
import { Worker } from 'node:worker_threads';

export interface TypeChecker {
  /** 这个文件的类型有哪些毛病，一处一句；查不了就当作没有。 */
  check(file: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export function typeCheckerIn(script: URL): TypeChecker {
  let worker: Worker | undefined;
  let serial = 0;
  const waiting = new Map<number, (notes: readonly string[]) => void>();
  const giveUp = (): void => {
    for (const resolve of waiting.values()) resolve([]);
    waiting.clear();
  };
  const launch = (): Worker =>
    new Worker(script)
      .on('message', ({ id, notes }: { id: number; notes: string[] }) => {
        waiting.get(id)?.(notes);
        waiting.delete(id);
      })
      // 类型检查自己坏了，不该妨碍判题。
      .on('error', giveUp);
  return {
    check(file) {
      worker ??= launch();
      worker.unref();
      serial += 1;
      const id = serial;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        worker!.postMessage({ id, file });
      });
    },
    async stop() {
      giveUp();
      await worker?.terminate();
    },
  };
}
