import type { CompiledModule } from '../../../../lab/index.ts';

export { experiments } from './02-tcp.experiments.ts';
/** 只有实验用得着的程序：这一章没有。 */
export const modules: CompiledModule[] = [];
