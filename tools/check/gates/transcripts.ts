/** 每份记录都读得懂、都有页面在用，里面运行的程序都在。 */
import { parseTranscript, TranscriptError, type Transcript } from '../../../kit/transcript/parse.ts';
import { transcripts as transcriptFiles } from '../read/course.ts';
import { exists, read } from '../read/files.ts';
import type { Finding } from '../finding.ts';
import { uses } from './snippets.ts';

export function transcripts(root: string): Finding[] {
  const used = new Set(uses(root).map(({ target }) => target));
  return transcriptFiles(root).flatMap((file) => {
    const findings = contents(root, file);
    // 页面还没有写的一章，记录先放着不算错。
    if (used.has(file) || !exists(root, `docs/${file.split('/')[1]}/index.md`)) return findings;
    return [...findings, { file, line: 1, what: '没有哪一页用到这份记录。', fix: '在页面上用 `<<<` 取它，或删去。' }];
  });
}

function contents(root: string, file: string): Finding[] {
  try {
    return commands(root, file, parseTranscript(read(root, file), file));
  } catch (error) {
    if (!(error instanceof TranscriptError)) throw error;
    const [, line, what] = /:(\d+)：(.*)$/s.exec(error.message)!;
    return [{ file, line: Number(line), what: what!, fix: '写法见 kit/transcript/parse.ts 的开头。' }];
  }
}

function commands(root: string, file: string, transcript: Transcript): Finding[] {
  return transcript.terminals.flatMap(({ entries }) =>
    entries.flatMap((entry) => {
      const path = entry.kind === 'command' && /(?:^|\s)(chapters\/\S+)/.exec(entry.text)?.[1];
      if (!path || exists(root, path)) return [];
      return [{ file, line: entry.line, what: `要运行的 ${path} 不存在。`, fix: '改正路径，再用 npm run transcripts 重新记录。' }];
    }),
  );
}
