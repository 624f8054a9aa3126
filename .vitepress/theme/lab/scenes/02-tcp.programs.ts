import client from '../../../../chapters/02-tcp/client.ts?lab';
import server from '../../../../chapters/02-tcp/server.ts?lab';

export { scene } from './02-tcp.ts';
export const modules = [client, server];

/** 实验，和只有实验用得着的程序。 */
export const loadExperiments = () => import('./02-tcp.more.ts');
