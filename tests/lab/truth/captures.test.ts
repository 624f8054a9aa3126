/**
 * 实验室的报文段与真的内核录下来的比：每个场景录过许多次，实验室的走法要在其中。
 *
 * 比两遍：一遍报文对报文，连纯确认和先后都比；一遍去掉纯确认，只看各方发了什么。
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { withoutPureAcks } from './lines.ts';
import { playInLab } from './play.ts';
import { scenarios, type Scenario } from './scenarios.ts';

interface Capture {
  runs: { count: number; lines: string[] }[];
}

function captureOf({ name }: Scenario): Capture {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, 'captures', `${name}.json`), 'utf8'));
}

describe('实验室走过的报文，在真的内核录下的走法里', () => {
  test('每个场景至少录了五次；TCP 至少 12 个，UDP 至少 6 个', () => {
    for (const scenario of scenarios) {
      const total = captureOf(scenario).runs.reduce((sum, run) => sum + run.count, 0);
      expect({ name: scenario.name, enough: total >= 5 }).toEqual({ name: scenario.name, enough: true });
    }
    const count = (protocol: string) => scenarios.filter((scenario) => scenario.protocol === protocol).length;
    expect([count('tcp') >= 12, count('udp') >= 6]).toEqual([true, true]);
  });

  for (const scenario of scenarios) {
    test(`${scenario.protocol} ${scenario.name}：${scenario.title}`, async () => {
      const lines = await playInLab(scenario);
      const { runs } = captureOf(scenario);
      const real = runs.map((run) => withoutPureAcks(run.lines));
      expect(real).toContain(withoutPureAcks(lines));
      expect(runs.map((run) => run.lines.join('\n'))).toContain(lines.join('\n'));
    });
  }
});
