import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scene as udp } from '../../../.vitepress/theme/lab/scenes/01-udp.ts';
import { scene as tcp } from '../../../.vitepress/theme/lab/scenes/02-tcp.ts';
import { experiments as tcpExperiments } from '../../../.vitepress/theme/lab/scenes/02-tcp.experiments.ts';
import { experiments as udpExperiments } from '../../../.vitepress/theme/lab/scenes/01-udp.experiments.ts';
import { speeds } from '../../../.vitepress/theme/lab/model/pace.ts';
import type { Experiment, Scene } from '../../../.vitepress/theme/lab/model/scene.ts';
import { Stage } from '../../../.vitepress/theme/lab/model/stage.ts';
import { compileAll } from '../../../lab/compile.ts';
import { Lab } from '../../../lab/index.ts';
import { nodeEngine } from '../../../lab/process/node-engine.ts';
import { expectedChoices } from './expected.ts';

describe.each([
  { scene: udp, experiments: udpExperiments },
  { scene: tcp, experiments: tcpExperiments },
])('$scene.chapter 的实验', ({ scene, experiments }) => {
  test('名字和内容一个对一个', () => {
    expect(scene.experiments.map(({ id }) => id)).toEqual(experiments.map(({ id }) => id));
    expect(experiments).toHaveLength(3);
  });

  test.each(experiments)('$id：看到的和说的一样', async (experiment) => {
    const stage = await play(scene, experiment);
    expect(stage.verdict?.choice).toBe(expectedChoices[experiment.id]);
    expect(experiment.choices.map(({ id }) => id)).toContain(stage.verdict!.choice);
    stage.close();
  });

  test('自由地跑：应答到了', async () => {
    const stage = await play(scene);
    expect(stage.terminals[0]!.text).toContain('应答：HELLO');
    stage.close();
  });
});

async function play(scene: Scene, experiment?: Experiment): Promise<Stage> {
  const plans = [...scene.terminals, ...(experiment?.terminals ?? [])];
  const sources = plans.map(({ entry }) => [entry, readFileSync(`chapters/${scene.chapter}/${entry}`, 'utf8')]);
  const stage = new Stage({ scene, experiment, engine: nodeEngine(), Lab, modules: compileAll(Object.fromEntries(sources)), seed: experiment?.seed ?? 1, links: {} });
  await stage.open();
  for (let frames = 0; frames < 10_000; frames += 1) {
    const progress = await stage.advance(16, speeds[0]!);
    if (progress !== 'moving') return stage;
  }
  throw new Error('一万帧还没有演完。');
}
