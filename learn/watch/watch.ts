import type { House } from '../house.ts';
export async function watch(house: House): Promise<number> { house.print('todo'); return 0; }
