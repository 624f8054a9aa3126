/**
 * 沙箱和里面的 worker：整页共用一份，用的人都走了就撤掉。
 *
 * 按下「运行」到第一个报文，多半的时间在这里。所以三件事一起做：下载两份脚本，造沙箱，
 * 在网页里装载内核；谁也不等谁。`lab/worker/load.ts` 也做这些，可是它先要有内核，才造沙箱。
 */
import { nodelib, process } from 'virtual:lab-scripts';
import type { LabPage } from '../../../lab/worker/main.ts';
import { workerEngine, type WorkerEngine } from '../../../lab/worker/worker-engine.ts';

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
  const scripts = { nodelib: download(nodelib), process: download(process) };
  const opening = workerEngine(scripts);
  try {
    const [engine, Lab] = await Promise.all([opening, scripts.process.then(loadKernel)]);
    ready = { engine, Lab };
    return ready;
  } catch (error) {
    shared = undefined;
    opening.then((engine) => engine.dispose(), () => {});
    throw error;
  }
}

async function download(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`下载不到实验室的脚本 ${url}：${response.status}`);
  return response.text();
}

/** 内核是一份普通的脚本，装载以后在 `labPage` 里。一页装载一次。 */
async function loadKernel(source: string): Promise<LabPage['Lab']> {
  const place = globalThis as unknown as { labPage?: LabPage };
  if (place.labPage) return place.labPage.Lab;
  const script = document.createElement('script');
  script.src = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  await new Promise((resolve, reject) => {
    script.addEventListener('load', resolve, { once: true });
    script.addEventListener('error', () => reject(new Error('实验室的脚本没有装载成功。')), { once: true });
    document.head.append(script);
  });
  URL.revokeObjectURL(script.src);
  script.remove();
  return place.labPage!.Lab;
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
