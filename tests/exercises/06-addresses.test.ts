import { prove } from './prove.ts';

prove('06-addresses');
