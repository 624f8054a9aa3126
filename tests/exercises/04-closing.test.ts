import { prove } from './prove.ts';

prove('04-closing');
