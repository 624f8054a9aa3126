/**
 * 沙箱里的几段脚本，写成文字：它们要放进 srcdoc 和 blob。
 */

/**
 * 沙箱允许什么：内嵌的脚本、blob 脚本、blob worker，别的一概不许——
 * 没有网络，没有图片，没有样式，也没有 eval。
 */
export const SANDBOX_CSP = "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:";

/** worker 的第一段脚本：收到两份源码，各做成 blob 装载，再把端口交给进程。 */
const BOOT_WORKER = `
self.onmessage = ({ data }) => {
  self.onmessage = null;
  for (const source of [data.nodelib, data.process]) {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    importScripts(url);
    URL.revokeObjectURL(url);
  }
  self.labStart(data.port);
};`;

/** 沙箱页面的脚本：按吩咐造 worker、结束 worker。只听把它放进来的页面。 */
const SANDBOX_SCRIPT = `
const workers = new Map();
const boot = URL.createObjectURL(new Blob([${JSON.stringify(BOOT_WORKER)}], { type: 'text/javascript' }));
let sources;
addEventListener('message', ({ data, source }) => {
  if (source !== parent) return;
  if (data.kind === 'sources') {
    sources = data;
    parent.postMessage({ kind: 'ready' }, '*');
  } else if (data.kind === 'spawn') {
    const worker = new Worker(boot);
    workers.set(data.id, worker);
    worker.postMessage({ nodelib: sources.nodelib, process: sources.process, port: data.port }, [data.port]);
  } else if (data.kind === 'terminate') {
    workers.get(data.id)?.terminate();
    workers.delete(data.id);
  }
});`;

export function sandboxDocument(): string {
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${SANDBOX_CSP}"><script>${SANDBOX_SCRIPT}</script>`;
}
