import first from '../../../../chapters/04-closing/steps/3-first/server.ts?lab';
import unread from '../../../../chapters/04-closing/steps/6-unread/server.ts?lab';

export { experiments } from './04-closing.experiments.ts';
/** 只有实验用得着的程序。 */
export const modules = [first, unread];
