import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseTranscript } from '../../kit/transcript/parse.ts';
import { labTranscripts, replayInLab } from './replay.ts';

const transcripts = labTranscripts().map((file) => {
  const name = path.relative('chapters', path.relative(process.cwd(), file));
  return { name, transcript: parseTranscript(readFileSync(file, 'utf8'), file) };
});
const replayable = transcripts.filter(({ transcript }) => transcript.tools.length === 0 && transcript.systems.includes('linux'));

describe('章节的终端记录在实验室里重演，与真的 Node 打印的一样', () => {
  test('至少有十份可以重演', () => {
    expect(replayable.length).toBeGreaterThanOrEqual(10);
  });

  test.each(replayable)('$name', async ({ transcript }) => {
    expect(await replayInLab(transcript)).toEqual([]);
  });
});
