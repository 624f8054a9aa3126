/** 沙箱和里面的 worker：整页共用一份，用的人都走了就撤掉。 */
import { nodelib, process } from 'virtual:lab-scripts';
import { workerEngine, type WorkerEngine } from '../../../lab/worker/worker-engine.ts';

let shared: Promise<WorkerEngine> | undefined;
let users = 0;

/** 备好沙箱；早叫早好，叫几次都是同一份。 */
export function prepareEngine(): Promise<WorkerEngine> {
  shared ??= open();
  return shared;
}

async function open(): Promise<WorkerEngine> {
  const text = async (url: string) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`没有取到 ${url}（${response.status}）。`);
    return response.text();
  };
  try {
    const [lib, own] = await Promise.all([text(nodelib), text(process)]);
    return await workerEngine({ nodelib: lib, process: own });
  } catch (error) {
    shared = undefined;
    throw error;
  }
}

export function holdEngine(): void {
  users += 1;
}

export async function releaseEngine(): Promise<void> {
  users -= 1;
  if (users > 0 || !shared) return;
  const leaving = shared;
  shared = undefined;
  (await leaving).dispose();
}
