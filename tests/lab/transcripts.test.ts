import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isLibuv, otherNodeFor } from '../../kit/transcript/files.ts';
import { parseTranscript } from '../../kit/transcript/parse.ts';
import { labTranscripts, replayInLab } from './replay.ts';

const transcripts = labTranscripts().map((file) => {
  const name = path.relative('chapters', path.relative(process.cwd(), file)).replaceAll('\\', '/');
  return { name, transcript: parseTranscript(readFileSync(file, 'utf8'), file) };
});
/** 不用别的程序的；只要求 libuv 是哪一版的，也算。实验室演的总是 Linux，不管在哪个系统上。 */
const ours = transcripts.filter(({ transcript }) => transcript.tools.every(isLibuv) && transcript.systems.includes('linux') && otherNodeFor(transcript) === undefined);

/** 与真的 Node 不同，原因写在 lab/README.md 的「模拟与真实的差别」里。哪一天相同了，就从这里拿走。 */
const different: Record<string, string> = {
  '05-pinger/transcripts/connected.txt': '真的回环在 send 里就送到了；这里要 20 微秒，所以 connect 先做完',
};
const replayable = ours.filter(({ name }) => !(name in different));

describe('章节的终端记录在实验室里重演，与真的 Node 打印的一样', () => {
  test('至少有十份可以重演', () => {
    expect(replayable.length).toBeGreaterThanOrEqual(10);
  });

  test.each(replayable)('$name', async ({ transcript }) => {
    expect(await replayInLab(transcript)).toEqual([]);
  });

  test.each(ours.filter(({ name }) => name in different))('$name：写明了的差别还在', async ({ transcript }) => {
    expect(await replayInLab(transcript)).not.toEqual([]);
  });
});
