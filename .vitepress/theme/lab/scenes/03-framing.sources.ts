import server from '../../../../chapters/03-framing/lines/server.ts?raw';
import client from '../../../../chapters/03-framing/lines/client.ts?raw';
import decoder from '../../../../chapters/03-framing/lines/decoder.ts?raw';

export const sources: Record<string, string> = { 'lines/server.ts': server, 'lines/client.ts': client, 'lines/decoder.ts': decoder };
