import client from '../../../../chapters/01-udp/client.ts?raw';
import server from '../../../../chapters/01-udp/server.ts?raw';

export const sources: Record<string, string> = { 'server.ts': server, 'client.ts': client };
