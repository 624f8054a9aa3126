// 把 PlantUML 源码画成一段可以直接放进网页的 SVG，颜色用主题的变量。

import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { textWidth } from './measure.mjs';

/** 图画错了：`line` 是源码里的第几行（从 1 数起），不知道时为 undefined。 */
export class PlantumlError extends Error {
  override name = 'PlantumlError';
  readonly line: number | undefined;
  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

const answerTimeoutMs = 60_000;
const drawn = new Map<string, string>();
let painter: Painter | undefined;

/**
 * @param source 从 `@startmindmap` 到 `@endmindmap`（或 `@startuml …`）的全文
 * @returns 一个 `<svg class="uml">`，没有宽高，只有 viewBox
 * @throws PlantumlError 语法有错，或者画不出来
 */
export function renderPlantuml(source: string): string {
  const text = source.replaceAll('\r\n', '\n').trim();
  const known = drawn.get(text);
  if (known) return known;
  painter ??= startPainter();
  // 「***:\」加换行是旧版的续行写法，新版要把反斜杠去掉；行数不变，报错的行号才对得上。
  const { svg, error } = painter.ask(text.replace(/:\\$/gm, ':'));
  if (error !== undefined) throw new PlantumlError(error);
  failOnErrorPicture(svg ?? '');
  const themed = useThemeColors(svg ?? '');
  drawn.set(text, themed);
  return themed;
}

interface Answer {
  svg?: string;
  error?: string;
}

interface Painter {
  ask(source: string): Answer;
}

/**
 * 画图的线程只有一个，一次只画一张：引擎不能同时画两张。
 * markdown-it 的渲染是同步的，所以在这里停下来等它画完。
 */
function startPainter(): Painter {
  const { port1, port2 } = new MessageChannel();
  const signal = new SharedArrayBuffer(4);
  const flag = new Int32Array(signal);
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
    workerData: { port: port2, signal },
    transferList: [port2],
  });
  worker.unref();
  waitForAnswer(port1, flag); // 线程准备好了，会先答一声
  return {
    ask(source) {
      port1.postMessage(source);
      return waitForAnswer(port1, flag);
    },
  };
}

function waitForAnswer(port: MessagePort, flag: Int32Array): Answer {
  if (Atomics.wait(flag, 0, 0, answerTimeoutMs) === 'timed-out') {
    return { error: `等了 ${answerTimeoutMs / 1000} 秒，PlantUML 没有画出来。` };
  }
  Atomics.store(flag, 0, 0);
  return receiveMessageOnPort(port)?.message as Answer;
}

/** 语法错误时，引擎照样给一张图，图上画着报错的话。 */
function failOnErrorPicture(svg: string): void {
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!.trim());
  const line = /\[From \S+ \(line (\d+)\) ?\]/.exec(texts.join('\n'));
  if (line) throw new PlantumlError(texts.at(-1)!, Number(line[1]));
  if (texts[0]?.startsWith('Diagram not supported')) throw new PlantumlError('PlantUML 不认识这种图。', 1);
}

// 引擎的默认颜色换成主题的变量。想在图里用两种墨水，就写 #Lavender（程序写的）和 #Wheat（系统写的）。
const themeColors: Record<string, string> = {
  '#000000': 'var(--ink)',
  '#181818': 'var(--line-strong)',
  '#222222': 'var(--line-strong)',
  '#F1F1F1': 'var(--sheet)',
  '#E2E2F0': 'var(--sheet)',
  '#FEFFDD': 'var(--sheet)',
  '#EEEEEE': 'var(--sheet)',
  '#E6E6FA': 'var(--app-soft)',
  '#F5DEB3': 'var(--sys-soft)',
  '#00000000': 'none',
};

function useThemeColors(svg: string): string {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!;
  const margin = 4; // 线有粗细，贴着边会被切掉一半
  return svg
    .replace(/<svg [^>]*>/, `<svg class="uml" xmlns="http://www.w3.org/2000/svg" viewBox="${-margin} ${-margin} ${Number(width) + 2 * margin} ${Number(height) + 2 * margin}">`)
    .replace(/(fill|stroke)="(#[0-9A-Fa-f]+)"/g, (whole, attribute: string, color: string) => {
      const variable = themeColors[color.toUpperCase()];
      return variable ? `${attribute}="${variable}"` : whole;
    })
    .replace(/<!--.*?-->|<defs \/>|<title>[^<]*<\/title>| (?:font-family="sans-serif"|style="white-space: pre"|xml:space="preserve")/g, '')
    .replace(/<text([^>]*?) fill="var\(--ink\)"([^>]*)>([^<]*)<\/text>/g, (_whole, before: string, after: string, text: string) => {
      return `<text${before}${after}${exactWidth(text, after)}>${text}</text>`;
    });
}

/** 只有汉字的一行在哪种字体里都一样宽；带字母的，要浏览器照着量好的宽度排。 */
function exactWidth(text: string, attributes: string): string {
  const size = Number(/font-size="([\d.]+)"/.exec(attributes)?.[1] ?? 14);
  const plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  if (!/[!-~]{3}/.test(plain)) return '';
  return ` textLength="${Math.round(textWidth(plain, size) * 100) / 100}"`;
}
