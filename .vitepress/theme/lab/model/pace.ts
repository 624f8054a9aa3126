/**
 * 快慢：虚拟的一段时间，在台上走多久。
 *
 * 报文走一趟是看得清的长短；没有报文在路上的时候，等得再久也只用一秒上下。
 * 只改快慢，不改先后，也不改虚拟时间本身。
 */

/** 一档快慢。 */
export interface Speed {
  id: 'slow' | 'brisk' | 'real';
  title: string;
  /** 一个报文走一趟要多少毫秒；0 是照真实的时间走 */
  tripMs: number;
}

export const speeds: readonly Speed[] = [
  { id: 'slow', title: '一秒一个报文', tripMs: 1000 },
  { id: 'brisk', title: '快些', tripMs: 300 },
  { id: 'real', title: '真实的快慢', tripMs: 0 },
];

/** 没有报文在路上、下一件事又在这么久以后（微秒），就停下来问一声。 */
export const LONG_WAIT = 10_000_000;

/** 这么短的空闲（微秒），看不出来，不等。 */
const UNSEEN = 1_000;

interface Gap {
  /** 到下一件事还有多少微秒 */
  gap: number;
  /** 有没有报文在路上 */
  flying: boolean;
  /** 报文平常走一趟要多少微秒 */
  trip: number;
}

/** 这一段在台上走多少毫秒。 */
export function wallMs({ gap, flying, trip }: Gap, { tripMs }: Speed): number {
  if (tripMs === 0) return gap / 1000;
  if (flying) return tripMs * stretch(gap / trip);
  if (gap <= UNSEEN) return 0;
  return Math.min(1200, 200 + gap / 3000);
}

/** 不到一趟，照比例；超过一趟，每加一倍只多半趟。 */
export function stretch(trips: number): number {
  return trips <= 1 ? trips : 1 + Math.log2(trips) / 2;
}
