/**
 * 网页怎样得到实验室：内核不必在网页的脚本里另有一份，它就在沙箱要用的那一份里。
 */
import type { LabPage } from './main.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';
import type { WorkerEngineOptions } from './worker-engine.ts';

export interface LoadedLab extends LabPage {
  /** 造沙箱要的东西，交给 `workerEngine` */
  scripts: Pick<WorkerEngineOptions, 'openSandbox'>;
}

/** 内核一页只装载一次。 */
let loaded: Promise<LabPage> | undefined;

/** @param urls `buildLabScripts()` 的两份脚本放在哪里 */
export async function loadLab(urls: { nodelib: string; process: string }): Promise<LoadedLab> {
  const nodelib = download(urls.nodelib);
  const process = download(urls.process);
  // 第一个沙箱现在就造，不等脚本；再要，才另造
  let first: Promise<Sandbox> | undefined = openSandbox(nodelib, process);
  // 它若失败了，由用它的人报告
  first.catch(() => {});
  const labPage = await (loaded ??= process.then(evaluate)).catch((error: unknown) => {
    loaded = undefined;
    first?.then((sandbox) => sandbox.remove(), () => {});
    throw error;
  });
  const open = () => {
    const sandbox = first ?? openSandbox(nodelib, process);
    first = undefined;
    return sandbox;
  };
  return { ...labPage, scripts: { openSandbox: open } };
}

async function evaluate(source: Blob): Promise<LabPage> {
  const url = URL.createObjectURL(source);
  const script = document.createElement('script');
  script.src = url;
  await new Promise((resolve, reject) => {
    script.addEventListener('load', resolve, { once: true });
    script.addEventListener('error', () => reject(new Error('实验室的脚本没有装载成功。')), { once: true });
    document.head.append(script);
  });
  URL.revokeObjectURL(url);
  script.remove();
  return (globalThis as unknown as { labPage: LabPage }).labPage;
}

async function download(url: string): Promise<Blob> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`下载不到实验室的脚本 ${url}：${response.status}`);
  return response.blob();
}
