import blocks from '../../../../chapters/03-framing/steps/5-blocks/server.ts?lab';
import cut from '../../../../chapters/03-framing/steps/1-cut/client.ts?lab';

export { experiments } from './03-framing.experiments.ts';
/** 只有实验用得着的程序。 */
export const modules = [blocks, cut];
