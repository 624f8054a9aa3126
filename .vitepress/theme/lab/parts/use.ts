/** 部件共用的两样：找到导演；台上的量怎样看才不白白重画。 */
import { computed, inject, type ComputedRef } from 'vue';
import type { Director } from '../director.ts';

/** 从任何一个部件里找到导演。 */
export function useStage(): Director {
  return inject<Director>('director')!;
}

/**
 * 每次都算出一个新的列表，可是内容没有变，就还给原来的那一个：看它的部件不会重画。
 *
 * @param same 两项算不算一样；缺省是同一个对象
 */
export function steady<Item>(list: () => Item[], same: (a: Item, b: Item) => boolean = Object.is): ComputedRef<Item[]> {
  return computed((before) => {
    const after = list();
    const unchanged = before?.length === after.length && before.every((item, index) => same(item, after[index]!));
    return unchanged ? before : after;
  });
}
