import server from '../../../../chapters/06-addresses/server.ts?raw';
import client from '../../../../chapters/06-addresses/client.ts?raw';

export const sources: Record<string, string> = { 'server.ts': server, 'client.ts': client };
