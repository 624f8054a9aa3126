/** 打开舞台：取来这一章的布置和程序，同时备好沙箱。 */
import { defineComponent, h, type Component } from 'vue';
import type { CompiledModule } from '../../../lab/index.ts';
import { prepareEngine } from './engine.ts';
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

/** 样式也等用到才来；放进页面一次就够。 */
function dress(): void {
  if (document.querySelector('style[data-lab]')) return;
  const style = document.createElement('style');
  style.dataset['lab'] = '';
  style.textContent = css;
  document.head.append(style);
}

export async function openTheatre(chapter: string): Promise<Component> {
  dress();
  prepareEngine().catch(() => {});
  const parts = await chapters[chapter]!();
  return defineComponent(() => () => h(Theatre, { ...parts }));
}
