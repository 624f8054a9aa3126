import server from '../../../../chapters/05-pinger/server.ts?raw';
import client from '../../../../chapters/05-pinger/client.ts?raw';
import book from '../../../../chapters/05-pinger/book.ts?raw';

export const sources: Record<string, string> = { 'server.ts': server, 'client.ts': client, 'book.ts': book };
