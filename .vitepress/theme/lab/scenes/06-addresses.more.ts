import knock from '../../../../chapters/06-addresses/steps/3-knock/client.ts?lab';

export { experiments } from './06-addresses.experiments.ts';
/** 只有实验用得着的程序。 */
export const modules = [knock];
