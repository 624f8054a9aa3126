import client from '../../../../chapters/01-udp/client.ts?lab';
import server from '../../../../chapters/01-udp/server.ts?lab';

export { scene } from './01-udp.ts';
export const modules = [client, server];

/** 实验，和只有实验用得着的程序。 */
export const loadExperiments = () => import('./01-udp.more.ts');
