/** 打开舞台：取来这一章的布置和程序。 */
import { defineComponent, h, type Component } from 'vue';
import { dress } from './dress.ts';
import Theatre from './parts/Theatre.vue';
import { chapters } from './scenes/index.ts';
import css from './theatre.css?inline';

export async function openTheatre(chapter: string): Promise<Component> {
  dress(css);
  const parts = await chapters[chapter]!();
  return defineComponent(() => () => h(Theatre, { ...parts }));
}
