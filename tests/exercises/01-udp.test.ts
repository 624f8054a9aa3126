import { prove } from './prove.ts';

prove('01-udp');
