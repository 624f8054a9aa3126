import connected from '../../../../chapters/01-udp/steps/6-connected/client.ts?lab';

export { experiments } from './01-udp.experiments.ts';
/** 只有实验用得着的程序。 */
export const modules = [connected];
