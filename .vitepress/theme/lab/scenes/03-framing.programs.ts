import client from '../../../../chapters/03-framing/lines/client.ts?lab';
import decoder from '../../../../chapters/03-framing/lines/decoder.ts?lab';
import server from '../../../../chapters/03-framing/lines/server.ts?lab';
import text from '../../../../chapters/03-framing/lines/text.ts?lab';
import upper from '../../../../chapters/03-framing/upper-case.ts?lab';

export { scene } from './03-framing.ts';
export const modules = [client, decoder, server, text, upper];

/** 实验，和只有实验用得着的程序。 */
export const loadExperiments = () => import('./03-framing.more.ts');
