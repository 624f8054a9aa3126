// 工作线程：在 Node 里运行 PlantUML 的浏览器版，把图的源码变成 SVG。
//
// PlantUML 只认浏览器，所以给它一份假的 DOM。假 DOM 要装在全局变量上，
// 而全局变量会骗过别的代码（Vue 见到 window 就以为身在浏览器），
// 因此关在单独的线程里，主线程一无所知。

import { parseHTML, DOMParser } from 'linkedom';
import { workerData } from 'node:worker_threads';
import { textWidth } from './measure.mjs';

const { window, document } = parseHTML('<!doctype html><html><head></head><body></body></html>');
installFakeDom();
console.log = () => {}; // 引擎每画一张图要记几十行日志

await import('@plantuml/core/viz-global.js');
const { renderToString } = await import('@plantuml/core');

const { port, signal } = workerData;
const flag = new Int32Array(signal);

port.on('message', (/** @type {string} */ source) => {
  renderToString(
    source.split('\n'),
    (/** @type {string} */ svg) => answer({ svg }),
    (/** @type {unknown} */ error) => answer({ error: String(error) }),
  );
});
answer({ ready: true });

/** 先放下答案，再叫醒等着的主线程。 */
function answer(message) {
  port.postMessage(message);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

/** linkedom 缺的几样：文字有多宽，画布，处理指令，序列化。 */
function installFakeDom() {
  const createElement = document.createElement.bind(document);
  Object.defineProperties(document, {
    baseURI: { value: 'file:///' },
    currentScript: { value: null },
    createElement: { value: (tag) => Object.assign(createElement(tag), tag === 'canvas' ? { getContext: canvasContext } : {}) },
    createProcessingInstruction: { value: () => document.createComment('') },
  });
  window.Element.prototype.getBBox = function () {
    const size = Number(this.getAttribute('font-size') ?? 14);
    return { x: 0, y: -size, width: textWidth(this.textContent, size), height: size * 1.25 };
  };
  class XMLSerializer {
    serializeToString(node) {
      return node.toString();
    }
  }
  Object.assign(globalThis, { window: globalThis, document, DOMParser, XMLSerializer });
}

function canvasContext() {
  return {
    font: '',
    measureText(text) {
      const size = Number(/([\d.]+)px/.exec(this.font)?.[1] ?? 14);
      return {
        width: textWidth(text, size),
        actualBoundingBoxAscent: size * 0.88,
        actualBoundingBoxDescent: size * 0.24,
        fontBoundingBoxAscent: size * 0.95,
        fontBoundingBoxDescent: size * 0.3,
      };
    },
  };
}
