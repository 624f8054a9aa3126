import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { missingFor, transcriptFiles } from '../../kit/transcript/files.ts';
import { parseTranscript } from '../../kit/transcript/parse.ts';
import { differences, replay } from '../../kit/transcript/replay.ts';
import { root } from '../../kit/program.ts';
import { skipUnless } from '../support/peers.ts';

describe.concurrent('终端记录与程序现在打印的一样', () => {
  for (const file of transcriptFiles()) {
    test(file, async (context) => {
      const transcript = parseTranscript(readFileSync(`${root}${file}`, 'utf8'), file);
      skipUnless(context, missingFor(transcript));
      expect(differences(await replay(transcript))).toEqual([]);
    });
  }
});
