import { describe, expect, test } from 'vitest';
import { Ladder } from '../../../.vitepress/theme/lab/model/ladder.ts';
import type { Packet, TraceEvent } from '../../../lab/index.ts';

const packet: Packet = {
  protocol: 'udp',
  source: { address: '10.0.0.1', port: 40000 },
  destination: { address: '10.0.0.2', port: 12000 },
  payload: new Uint8Array(5),
};
const sent = (id: number, time: number, changes: Partial<Extract<TraceEvent, { kind: 'sent' }>> = {}): TraceEvent => ({
  kind: 'sent', time, id, from: 'a', to: 'b', packet, arrivals: [time + 20_000], fragments: 1, ...changes,
});
const arrived = (id: number, time: number, host = 'b'): TraceEvent => ({ kind: 'arrived', time, id, host, result: 'delivered' });

function draw(...events: TraceEvent[]): Ladder {
  const ladder = new Ladder(['a', 'b']);
  for (const event of events) ladder.add(event);
  return ladder;
}

describe('时序图', () => {
  test('报文在路上：走几成看时间，越走越低；到了就停在那里', () => {
    const ladder = draw(sent(1, 0));
    const [arrow] = ladder.arrows;
    const [start, middle] = [ladder.at(arrow!, 0), ladder.at(arrow!, 10_000)];
    expect([start.part, middle.part]).toEqual([0, 0.5]);
    expect(middle.y).toBeGreaterThan(start.y);
    ladder.add(arrived(1, 20_000));
    expect(arrow).toMatchObject({ fate: 'arrived', y1: ladder.at(arrow!, 99_000).y });
  });

  test('后来的画在下面，两台主机之间也是', () => {
    const ladder = draw(sent(1, 0), arrived(1, 20_000), sent(2, 30_000, { from: 'b', to: 'a' }));
    const [first, second] = ladder.arrows;
    expect(second!.y0).toBeGreaterThan(first!.y1!);
  });

  test('收到时当场回的一个，先记「寄出」后记「到了」，画的时候果仍在因的下面', () => {
    const ladder = draw(sent(1, 0), sent(2, 20_000, { from: 'b', to: 'a' }), arrived(1, 20_000));
    const [cause, effect] = ladder.arrows;
    expect(effect!.y0).toBeGreaterThan(cause!.y1!);
  });

  test('同一刻到的两个：后一个的话不压在前一个的状态上', () => {
    const state: TraceEvent = { kind: 'state', time: 20_000, host: 'b', local: packet.destination, remote: packet.source, state: 'SYN_RECEIVED' };
    const ladder = draw(sent(1, 0), sent(2, 0), state, arrived(1, 20_000), { ...arrived(2, 20_000), result: 'no-socket' } as TraceEvent);
    expect(ladder.arrows[1]!.y1! - ladder.marks[0]!.y).toBeGreaterThanOrEqual(14);
  });

  test('同一刻寄出的几个，名字不叠在一起', () => {
    const ys = draw(sent(1, 0), sent(2, 0), sent(3, 0)).arrows.map((arrow) => arrow.y0);
    expect(ys[1]! - ys[0]!).toBeGreaterThanOrEqual(20);
    expect(ys[2]! - ys[1]!).toBeGreaterThanOrEqual(20);
  });

  test('丢在路上的，停在半路，说明为什么', () => {
    const [arrow] = draw(sent(1, 0, { arrivals: [], dropped: 'loss' })).arrows;
    expect(arrow).toMatchObject({ fate: 'lost', lostAt: 0.5, lostBy: 'loss' });
  });

  test('读者丢掉它：停在它那时走到的地方', () => {
    const [arrow] = draw(sent(1, 0), { kind: 'changed', time: 5000, id: 1, change: 'drop', arrivals: [] }).arrows;
    expect(arrow).toMatchObject({ fate: 'lost', lostAt: 0.25, lostBy: 'reader' });
  });

  test('读者推迟它：从原地接着走，走得慢些，不往回跳', () => {
    const ladder = draw(sent(1, 0), { kind: 'changed', time: 10_000, id: 1, change: 'delay', arrivals: [60_000] });
    const [arrow] = ladder.arrows;
    expect([10_000, 35_000, 60_000].map((time) => ladder.at(arrow!, time).part)).toEqual([0.5, 0.75, 1]);
  });

  test('到两份的画两条线；读者多要的一份也是', () => {
    const ladder = draw(sent(1, 0, { arrivals: [20_000, 25_000] }), { kind: 'changed', time: 5000, id: 1, change: 'duplicate', arrivals: [20_000, 25_000, 20_000] });
    expect(new Set(ladder.arrows.map((arrow) => arrow.key)).size).toBe(3);
    for (const time of [20_000, 20_000, 25_000]) ladder.add(arrived(1, time));
    expect(ladder.flying).toEqual([]);
  });

  test('很久没有事：写出等了多久', () => {
    const ladder = draw(sent(1, 0), arrived(1, 20_000), sent(2, 3_020_000));
    expect(ladder.waits.map(({ span }) => span)).toEqual([3_000_000]);
  });

  test('连接的状态写在那台主机的线旁边，几个状态不叠在一起', () => {
    const state = (text: 'SYN_SENT' | 'ESTABLISHED'): TraceEvent => ({ kind: 'state', time: 0, host: 'a', local: packet.source, remote: packet.destination, state: text });
    const [first, second] = draw(state('SYN_SENT'), state('ESTABLISHED')).marks;
    expect(first).toMatchObject({ host: 0, text: 'SYN_SENT' });
    expect(second!.y - first!.y).toBeGreaterThanOrEqual(12);
  });
});
