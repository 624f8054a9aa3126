/**
 * 沙箱在网页这一头：造一个没有来源的 iframe，把两份脚本给它。
 */
import { sandboxDocument } from './boot.ts';
import type { ToSandbox } from './messages.ts';

export interface Sandbox {
  /** 造一个分身；它在 `port` 的另一头 */
  open(port: MessagePort, options: { seed: number; watchdogMs: number }): void;
  /** 撤掉沙箱，连同里面的所有 worker */
  remove(): void;
}

/** 一边等脚本下载，一边造。脚本整块地转交，内容不经过网页的线程。 */
export async function openSandbox(nodelib: Promise<Blob>, process: Promise<Blob>): Promise<Sandbox> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.inert = true;
  frame.ariaHidden = 'true';
  // 看不见，但要画出来：不画的 iframe，浏览器把它的系统进程放到后台，慢几倍
  frame.style.cssText = 'position:fixed;width:1px;height:1px;border:0;opacity:0';
  frame.srcdoc = sandboxDocument();
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  // 沙箱的来源是「不透明」的，没有名字可写，只能写 *；里面没有秘密
  const post = (message: ToSandbox, transfer: Transferable[] = []) =>
    frame.contentWindow!.postMessage(message, '*', transfer);
  try {
    const sources = await Promise.all([nodelib, process, loaded]);
    post({ kind: 'sources', nodelib: sources[0], process: sources[1] });
  } catch (error) {
    frame.remove();
    throw error;
  }
  return {
    open: (port, options) => post({ kind: 'open', port, ...options }, [port]),
    remove: () => frame.remove(),
  };
}
