import server from '../../../../chapters/04-closing/server.ts?raw';
import client from '../../../../chapters/04-closing/client.ts?raw';

export const sources: Record<string, string> = { 'server.ts': server, 'client.ts': client };
