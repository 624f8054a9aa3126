/**
 * 沙箱和里面的 worker：整页共用一份，用的人都走了就撤掉。
 *
 * 按下「运行」到第一个报文，多半的时间在这里。
 */
import { nodelib, process } from 'virtual:lab-scripts';
import { loadLab } from '../../../lab/worker/load.ts';
import type { LabPage } from '../../../lab/worker/main.ts';
import type { WorkerEngine } from '../../../lab/worker/worker-engine.ts';

/** 演出要的两样：沙箱，和实验室的内核（它就在沙箱用的那份脚本里，不另下载一份）。 */
export interface Prepared {
  engine: WorkerEngine;
  Lab: LabPage['Lab'];
}

let shared: Promise<Prepared> | undefined;
let ready: Prepared | undefined;
let users = 0;

/** 备好沙箱；早叫早好，叫几次都是同一份。 */
export function prepareEngine(): Promise<Prepared> {
  shared ??= open();
  return shared;
}

/** 已经备好了的，现在就要；还没有就是 undefined。 */
export function preparedEngine(): Prepared | undefined {
  return ready;
}

async function open(): Promise<Prepared> {
  try {
    const { Lab, workerEngine, scripts } = await loadLab({ nodelib, process });
    ready = { engine: await workerEngine(scripts), Lab };
    return ready;
  } catch (error) {
    shared = undefined;
    throw error;
  }
}

/** 要用了：现在就备。下载不了，等真的用它的时候再说。 */
export function holdEngine(): void {
  users += 1;
  prepareEngine().catch(() => {});
}

export async function releaseEngine(): Promise<void> {
  users -= 1;
  if (users > 0 || !shared) return;
  const leaving = shared;
  shared = undefined;
  ready = undefined;
  (await leaving).engine.dispose();
}
