/** 打开舞台：取来这一章的布置和程序。 */
import { defineComponent, h, type Component } from 'vue';
import type { CompiledModule } from '../../../lab/index.ts';
import { dress } from './dress.ts';
import type { ExperimentParts, Scene } from './model/scene.ts';
import Theatre from './parts/Theatre.vue';
import css from './theatre.css?inline';

interface ChapterParts {
  scene: Scene;
  modules: CompiledModule[];
  loadExperiments: () => Promise<ExperimentParts>;
}

const chapters: Record<string, () => Promise<ChapterParts>> = {
  '01-udp': () => import('./scenes/01-udp.programs.ts'),
  '02-tcp': () => import('./scenes/02-tcp.programs.ts'),
};

export async function openTheatre(chapter: string): Promise<Component> {
  dress(css);
  const parts = await chapters[chapter]!();
  return defineComponent(() => () => h(Theatre, { ...parts }));
}
