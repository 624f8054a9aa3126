/**
 * 沙箱里的几段脚本，写成文字：它们要放进 srcdoc 和 blob。
 */

/**
 * 沙箱允许什么：内嵌的脚本、blob 脚本、blob worker，别的一概不许——
 * 没有网络，没有图片，没有样式，也没有 eval。
 */
export const SANDBOX_CSP = "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:";

/** worker 的第一段脚本：先收到两份源码，各做成 blob 装载；再收到端口，把它交给进程。 */
const BOOT_WORKER = `
self.onmessage = ({ data }) => {
  if (data.port) {
    self.onmessage = null;
    self.labStart(data.port);
    return;
  }
  for (const source of [data.nodelib, data.process]) {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    importScripts(url);
    URL.revokeObjectURL(url);
  }
};`;

/**
 * 沙箱页面的脚本：按吩咐造 worker、结束 worker。只听把它放进来的页面。
 * 手头总备着两个装好了源码的 worker，读者按下「运行」时就不用等装载。
 */
const SANDBOX_SCRIPT = `
const SPARES = 2;
const workers = new Map();
const spares = [];
const boot = URL.createObjectURL(new Blob([${JSON.stringify(BOOT_WORKER)}], { type: 'text/javascript' }));
let sources;
function load() {
  const worker = new Worker(boot);
  worker.postMessage({ nodelib: sources.nodelib, process: sources.process });
  return worker;
}
function restock() {
  while (spares.length < SPARES) spares.push(load());
}
addEventListener('message', ({ data, source }) => {
  if (source !== parent) return;
  if (data.kind === 'sources') {
    sources = data;
    restock();
    parent.postMessage({ kind: 'ready' }, '*');
  } else if (data.kind === 'spawn') {
    const worker = spares.shift() ?? load();
    workers.set(data.id, worker);
    worker.postMessage({ port: data.port }, [data.port]);
    // 等手头的先跑起来，再补
    setTimeout(restock, 300);
  } else if (data.kind === 'terminate') {
    workers.get(data.id)?.terminate();
    workers.delete(data.id);
  }
});`;

export function sandboxDocument(): string {
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${SANDBOX_CSP}"><script>${SANDBOX_SCRIPT}</script>`;
}
