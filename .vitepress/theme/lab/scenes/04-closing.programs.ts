import client from '../../../../chapters/04-closing/client.ts?lab';
import server from '../../../../chapters/04-closing/server.ts?lab';

export { scene } from './04-closing.ts';
export const modules = [client, server];

/** 实验，和只有实验用得着的程序。 */
export const loadExperiments = () => import('./04-closing.more.ts');
