import { prove } from './prove.ts';

prove('03-framing');
