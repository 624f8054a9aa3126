/** 沙箱和里面的 worker：整页共用一份，用的人都走了就撤掉。 */
import { nodelib, process } from 'virtual:lab-scripts';
import type { WorkerEngine } from '../../../lab/worker/worker-engine.ts';
import { loadLab, type LoadedLab } from '../../../lab/worker/load.ts';

/** 演出要的两样：沙箱，和实验室的内核（它就在沙箱用的那份脚本里，不另下载一份）。 */
export interface Prepared {
  engine: WorkerEngine;
  Lab: LoadedLab['Lab'];
}

let shared: Promise<Prepared> | undefined;
let users = 0;

/** 备好沙箱；早叫早好，叫几次都是同一份。 */
export function prepareEngine(): Promise<Prepared> {
  shared ??= open();
  return shared;
}

async function open(): Promise<Prepared> {
  try {
    const { Lab, workerEngine, scripts } = await loadLab({ nodelib, process });
    return { engine: await workerEngine(scripts), Lab };
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
  (await leaving).engine.dispose();
}
