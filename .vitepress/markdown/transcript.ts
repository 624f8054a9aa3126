// <<< ../../chapters/01-udp/transcripts/hello.txt          几个终端并排
// <<< ../../chapters/01-udp/transcripts/hello.txt#server   只要一个终端
// <<< ../../chapters/01-udp/transcripts/hello.txt#server{2-4}   只要其中几行
//
// 记录用 kit 的解析器来读：页面上的，就是测试重放过的。

import { readFileSync } from 'node:fs';
import type { MarkdownRenderer } from 'vitepress';
import { parseTranscript, type Transcript } from '../../kit/transcript/parse.ts';
import { escapeHtml } from './html.ts';
import { orderMarks, terminalHtml } from './terminal.ts';
import { placeOf, snippetOf, type PageEnv, type Token } from './types.ts';

const transcriptPath = /[\\/]transcripts[\\/][^\\/]+\.txt$/;

export function transcriptPlugin(md: MarkdownRenderer): void {
  const renderFence = md.renderer.rules.fence!;
  md.renderer.rules.fence = (tokens, index, options, env: PageEnv, self) => {
    const token = tokens[index]!;
    const snippet = snippetOf(token);
    if (!snippet || !transcriptPath.test(snippet.src)) return renderFence(tokens, index, options, env, self);
    env.includes?.push(snippet.src);
    const transcript = parseTranscript(readFileSync(snippet.src, 'utf8'), snippet.src);
    const picked = pick(transcript, token, snippet.region, env);
    return snippet.region ? excerptHtml(picked, lineRange(token)) : transcriptHtml(picked);
  };
}

/** 只要一个终端时，只留下那一个；没有那一个，构建失败。 */
function pick(transcript: Transcript, token: Token, id: string, env: PageEnv): Transcript {
  const whole = id === '';
  if (whole && lineRange(token)) throw new Error(`${placeOf(token, env)}：几个终端并排时不能只取几行，请写明是哪个终端：#server{2-4}`);
  const terminals = transcript.terminals.filter((terminal) => whole || terminal.id === id);
  if (terminals.length === 0) throw new Error(`${placeOf(token, env)}：这份记录里没有叫「${id}」的终端。`);
  return { ...transcript, terminals };
}

function lineRange(token: Token): [number, number] | undefined {
  const range = /\{(\d+)(?:-(\d+))?\}/.exec(token.info);
  return range ? [Number(range[1]), Number(range[2] ?? range[1])] : undefined;
}

/** 一个终端，或者其中几行：正文已经说了是什么，不再写标题。 */
function excerptHtml(transcript: Transcript, range?: [number, number]): string {
  const terminals = transcript.terminals.map((terminal) => terminalHtml(terminal, new Map(), { range, note: recordedOn(transcript) }));
  return `<div class="transcript${width(terminals.join(''))}" v-pre>${terminals.join('')}</div>\n`;
}

function transcriptHtml(transcript: Transcript): string {
  const marks = orderMarks(transcript.terminals);
  const terminals = transcript.terminals.map((terminal) => terminalHtml(terminal, marks)).join('');
  const fault = transcript.title.includes('预期失败') ? '<strong class="transcript-fault">预期失败</strong>' : '';
  const title = transcript.title.replace(/^预期失败[：:]?|[（(]预期失败[）)]/g, '').trim() || transcript.title;
  return (
    `<figure class="transcript" v-pre>` +
    `<figcaption>${fault}<span>${escapeHtml(title)}</span> <small>${escapeHtml(recordedOn(transcript))}</small></figcaption>` +
    `<div class="terminals${width(terminals)}">${terminals}</div></figure>\n`
  );
}

/** 有 ss 这样的工具打印的，或者程序自己用空格对齐的表，终端就各占一整行。 */
function width(terminals: string): string {
  return /class="by-tool"|\S {3,}\S/.test(terminals) ? ' wide' : '';
}

const systemNames: Record<string, string> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

function recordedOn({ systems, nodes, tools }: Transcript): string {
  const places = systems.map((system) => systemNames[system] ?? system).join('、');
  const needs = tools.length > 0 ? `，要有 ${tools.join('、')}` : '';
  return `适用：${places}，Node ${nodes.join('、')}${needs}`;
}
