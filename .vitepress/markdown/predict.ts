// ::: predict 问题      先猜再跑：问题看得见，答案折叠着。
// 选项或提示
//
// ---                   这条线以下是答案（线的上面要空一行）
// 答案
// :::

import type { MarkdownRenderer } from 'vitepress';
import { placeOf, type PageEnv } from './types.ts';

export function predictPlugin(md: MarkdownRenderer): void {
  md.core.ruler.push('predict', (state) => {
    for (let open = 0; open < state.tokens.length; open += 1) {
      const start = state.tokens[open]!;
      if (start.type !== 'container_predict_open') continue;
      const isClose = (index: number): boolean => state.tokens[index]!.type === 'container_predict_close' && state.tokens[index]!.level === start.level;
      let line = open + 1;
      while (!isClose(line) && state.tokens[line]!.type !== 'hr') line += 1;
      if (isClose(line)) throw new Error(`${placeOf(start, state.env as PageEnv)}：::: predict 里要有一行 ---，把问题和答案分开。`);
      let close = line;
      while (!isClose(close)) close += 1;
      const html = (content: string) => Object.assign(new state.Token('html_block', '', 0), { content });
      state.tokens.splice(close, 0, html('</details>\n'));
      state.tokens[line] = html('<details class="answer"><summary>想好了，看答案</summary>\n');
    }
  });
}
