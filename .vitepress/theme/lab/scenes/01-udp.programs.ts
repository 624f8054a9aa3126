import client from '../../../../chapters/01-udp/client.ts?lab';
import server from '../../../../chapters/01-udp/server.ts?lab';

export { scene } from './01-udp.ts';
export const modules = [client, server];

/** 实验和只有实验用得着的程序。 */
export async function loadExperiments() {
  const [{ experiments }, connected] = await Promise.all([import('./01-udp.experiments.ts'), import('../../../../chapters/01-udp/steps/6-connected/client.ts?lab')]);
  return { experiments, modules: [connected.default] };
}
