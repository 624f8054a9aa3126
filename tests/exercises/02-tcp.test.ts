import { prove } from './prove.ts';

prove('02-tcp');
