import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { speeds } from '../../../.vitepress/theme/lab/model/pace.ts';
import type { Experiment, Scene } from '../../../.vitepress/theme/lab/model/scene.ts';
import { Stage } from '../../../.vitepress/theme/lab/model/stage.ts';
import { compileAll } from '../../../lab/compile.ts';
import { Lab } from '../../../lab/index.ts';
import { nodeEngine } from '../../../lab/process/node-engine.ts';
import { chapters, expectedChoices } from './scenes.ts';

test('每个实验都有该看到的', () => {
  const ids = chapters.flatMap(({ experiments }) => experiments.map(({ id }) => id));
  expect(ids).toEqual(Object.keys(expectedChoices));
});

describe.each(chapters)('$scene.chapter 的实验', ({ scene, experiments, says }) => {
  test('名字和内容一个对一个', () => {
    expect(scene.experiments.map(({ id }) => id)).toEqual(experiments.map(({ id }) => id));
    expect(experiments).toHaveLength(3);
  });

  test.each(experiments)('$id：看到的和说的一样', async (experiment) => {
    const stage = await play(scene, experiment);
    expect(stage.verdict?.choice).toBe(expectedChoices[experiment.id]);
    expect(experiment.choices.map(({ id }) => id)).toContain(stage.verdict!.choice);
    expect(stage.verdict!.seen).not.toMatch(/undefined|NaN/);
    stage.close();
  });

  test('自由地跑：客户端得到了应答', async () => {
    const stage = await play(scene);
    expect(stage.terminal('client')!.text).toMatch(says);
    stage.close();
  });
});

async function play(scene: Scene, experiment?: Experiment): Promise<Stage> {
  const stage = new Stage({ scene, experiment, engine: nodeEngine(), Lab, modules: compileAll(sourcesOf(scene.chapter)), seed: experiment?.seed ?? 1, links: {} });
  await stage.open();
  for (let frames = 0; frames < 10_000; frames += 1) {
    const progress = await stage.advance(16, speeds[0]!);
    if (progress !== 'moving') return stage;
  }
  throw new Error('一万帧还没有演完。');
}

/** 一章的程序，练习除外。 */
function sourcesOf(chapter: string): Record<string, string> {
  const folder = join('chapters', chapter);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  return Object.fromEntries(files.filter((file) => file.endsWith('.ts') && !file.startsWith('exercises/')).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
