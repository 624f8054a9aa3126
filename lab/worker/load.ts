/**
 * 网页怎样得到实验室：内核不必在网页的脚本里另有一份，它就在沙箱要用的那一份里。
 */
import type { LabPage } from './main.ts';
import type { WorkerEngineOptions } from './worker-engine.ts';

export interface LoadedLab extends LabPage {
  /** 造沙箱要的两份脚本，交给 `workerEngine` */
  scripts: Pick<WorkerEngineOptions, 'nodelib' | 'process'>;
}

/** @param urls `buildLabScripts()` 的两份脚本放在哪里 */
export async function loadLab(urls: { nodelib: string; process: string }): Promise<LoadedLab> {
  const nodelib = download(urls.nodelib);
  // 下面等别的时候它若失败了，由用它的人报告
  nodelib.catch(() => {});
  const process = await download(urls.process);
  const url = URL.createObjectURL(new Blob([process], { type: 'text/javascript' }));
  const script = document.createElement('script');
  script.src = url;
  await new Promise((resolve, reject) => {
    script.addEventListener('load', resolve, { once: true });
    script.addEventListener('error', () => reject(new Error('实验室的脚本没有装载成功。')), { once: true });
    document.head.append(script);
  });
  URL.revokeObjectURL(url);
  const { labPage } = globalThis as unknown as { labPage: LabPage };
  return { ...labPage, scripts: { nodelib, process } };
}

async function download(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`下载不到实验室的脚本 ${url}：${response.status}`);
  return response.text();
}
