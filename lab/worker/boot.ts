/**
 * 沙箱里的脚本，写成文字：它要放进 srcdoc。
 */

/**
 * 沙箱允许什么：内嵌的脚本、blob 脚本、blob worker，别的一概不许——
 * 没有网络，没有图片，没有样式，也没有 eval。
 */
export const SANDBOX_CSP = "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:";

/**
 * 沙箱页面的脚本：造一个指挥的 worker，把两份脚本给它；以后只转话。
 * 只听把它放进来的页面。
 */
const SANDBOX_SCRIPT = `
let conductor;
addEventListener('message', ({ data, source }) => {
  if (source !== parent) return;
  if (data.kind !== 'sources') return conductor.postMessage(data, [data.port]);
  const blob = (...parts) => new Blob(parts, { type: 'text/javascript' });
  conductor = new Worker(URL.createObjectURL(blob(data.process)));
  conductor.postMessage({ kind: 'script', script: blob(data.nodelib, '\\n', data.process) });
});`;

export function sandboxDocument(): string {
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${SANDBOX_CSP}"><script>${SANDBOX_SCRIPT}</script>`;
}
