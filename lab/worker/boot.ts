/**
 * 沙箱里的脚本，写成文字：它要放进 srcdoc。
 */

/**
 * 沙箱允许什么：内嵌的脚本、blob 脚本、blob worker，别的一概不许——
 * 没有网络，没有图片，没有样式，也没有 eval。
 */
export const SANDBOX_CSP = "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:";

/**
 * 沙箱页面的脚本：造一个指挥的 worker；照它的吩咐造进程的 worker、结束它们。
 * 手头总备着两个装好了源码的，读者按下「运行」时就不用等装载。
 */
const SANDBOX_SCRIPT = `
const SPARES = 2;
const workers = new Map();
const spares = [];
let conductor, script;
const load = () => new Worker(script);
const restock = () => { while (spares.length < SPARES) spares.push(load()); };
const blob = (...parts) => URL.createObjectURL(new Blob(parts, { type: 'text/javascript' }));
const pool = ({ data }) => {
  if (data.kind === 'spawn') {
    const worker = spares.shift() ?? load();
    workers.set(data.id, worker);
    worker.postMessage({ kind: 'process', port: data.port }, [data.port]);
    // 等手头的先跑起来，再补
    setTimeout(restock, 300);
  } else {
    workers.get(data.id)?.terminate();
    workers.delete(data.id);
  }
};
addEventListener('message', ({ data, source }) => {
  if (source !== parent) return;
  if (data.kind === 'sources') {
    script = blob(data.nodelib, '\\n', data.process);
    restock();
    conductor = new Worker(blob(data.process));
    conductor.onmessage = pool;
    parent.postMessage({ kind: 'ready' }, '*');
  } else {
    conductor.postMessage(data, [data.port]);
  }
});`;

export function sandboxDocument(): string {
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${SANDBOX_CSP}"><script>${SANDBOX_SCRIPT}</script>`;
}
