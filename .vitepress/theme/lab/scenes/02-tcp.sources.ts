import client from '../../../../chapters/02-tcp/client.ts?raw';
import server from '../../../../chapters/02-tcp/server.ts?raw';

export const sources: Record<string, string> = { 'server.ts': server, 'client.ts': client };
