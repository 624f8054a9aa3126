import client from '../../../../chapters/02-tcp/client.ts?lab';
import server from '../../../../chapters/02-tcp/server.ts?lab';

export const loadExperiments = async () => (await import('./02-tcp.experiments.ts')).experiments;
export { scene } from './02-tcp.ts';
export const modules = [client, server];
