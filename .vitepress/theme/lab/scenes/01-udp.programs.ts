import client from '../../../../chapters/01-udp/client.ts?lab';
import server from '../../../../chapters/01-udp/server.ts?lab';
import connected from '../../../../chapters/01-udp/steps/6-connected/client.ts?lab';

export const loadExperiments = async () => (await import('./01-udp.experiments.ts')).experiments;
export { scene } from './01-udp.ts';
export const modules = [client, server, connected];
