import binds from '../../../../chapters/06-addresses/binds.ts?lab';
import client from '../../../../chapters/06-addresses/client.ts?lab';
import server from '../../../../chapters/06-addresses/server.ts?lab';
import table from '../../../../chapters/06-addresses/table.ts?lab';

export { scene } from './06-addresses.ts';
export const modules = [binds, client, server, table];

/** 实验，和只有实验用得着的程序。 */
export const loadExperiments = () => import('./06-addresses.more.ts');
