/** 用到才下载的部件。 */
import { onMounted, onUnmounted } from 'vue';

export const later = {
  card: () => import('./PacketCard.vue'),
  panel: () => import('./ExperimentPanel.vue'),
  knobs: () => import('./Knobs.vue'),
  editor: () => import('./Editor.vue'),
  realThing: () => import('./RealThing.vue'),
  differences: () => import('./Differences.vue'),
};

/**
 * 运行过了，读者又在实验室里按了什么：多半还要接着用，把小的都备着，断了网它们也还在。编辑器很大，不在内。
 *
 * @param experiments 这一章的实验，也一起备着
 */
export function fetchOnTouch(experiments: () => Promise<unknown>): void {
  const { editor: _, ...small } = later;
  const touches = ['pointerdown', 'keydown'];
  const stop = (): void => touches.forEach((touch) => removeEventListener(touch, fetchAll));
  function fetchAll({ target }: Event): void {
    if (!(target as Element).closest('.lab')) return;
    stop();
    // 现在没有下载下来不要紧，真的用到时再下载、再说
    for (const load of [...Object.values(small), experiments]) load().catch(() => {});
  }
  onMounted(() => touches.forEach((touch) => addEventListener(touch, fetchAll)));
  onUnmounted(stop);
}
