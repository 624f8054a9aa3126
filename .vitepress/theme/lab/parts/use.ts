/** 从任何一个部件里找到导演。 */
import { inject } from 'vue';
import type { Director } from '../director.ts';

export function useStage(): Director {
  return inject<Director>('director')!;
}
