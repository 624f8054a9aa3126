import { prove } from './prove.ts';

prove('05-pinger');
