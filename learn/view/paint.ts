/** 颜色与链接：只在终端里有；接进管道、或设了 NO_COLOR，就是纯文字。 */
import pc from 'picocolors';
import { createSupportsHyperlinks } from 'supports-hyperlinks';

/** 画一行字要用的笔；没有颜色时，每一支都原样交还。 */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  /** 要看的地方：第一处不同、没有满足的等待。 */
  warn(text: string): string;
  /** 应用程序写的：学习者的程序所说的话。 */
  app(text: string): string;
  link(text: string, url: string): string;
  tick: string;
  cross: string;
}

export interface PaintOptions {
  colour: boolean;
  links: boolean;
  /** 老的 Windows 控制台的字体里没有 ✓ 和 ✗。 */
  plainMarks: boolean;
}

type Stream = NodeJS.WriteStream;

export function paintOptionsFor(stream: Stream, environment: NodeJS.ProcessEnv): PaintOptions {
  const colour = Boolean(stream.isTTY) && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  const oldConsole = process.platform === 'win32' && !environment['WT_SESSION'] && !environment['TERM_PROGRAM'];
  return { colour, links: colour && createSupportsHyperlinks(stream), plainMarks: oldConsole };
}

export function paintWith({ colour, links, plainMarks }: PaintOptions): Paint {
  const colours = pc.createColors(colour);
  return {
    bold: colours.bold,
    dim: colours.dim,
    good: colours.green,
    bad: colours.red,
    warn: colours.yellow,
    app: colours.blue,
    link: (text, url) => (links ? `\u001b]8;;${url}\u0007${text}\u001b]8;;\u0007` : text),
    tick: colours.green(plainMarks ? '√' : '✓'),
    cross: colours.red(plainMarks ? '×' : '✗'),
  };
}
