import book from '../../../../chapters/05-pinger/book.ts?lab';
import client from '../../../../chapters/05-pinger/client.ts?lab';
import departures from '../../../../chapters/05-pinger/departures.ts?lab';
import faults from '../../../../chapters/05-pinger/faults.ts?lab';
import server from '../../../../chapters/05-pinger/server.ts?lab';

export { scene } from './05-pinger.ts';
export const modules = [book, client, departures, faults, server];

/** 实验，和只有实验用得着的程序。 */
export const loadExperiments = () => import('./05-pinger.more.ts');
