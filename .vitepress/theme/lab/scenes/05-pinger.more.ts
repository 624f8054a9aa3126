import note from '../../../../chapters/05-pinger/steps/0-note/client.ts?lab';

export { experiments } from './05-pinger.experiments.ts';
/** 只有实验用得着的程序。 */
export const modules = [note];
