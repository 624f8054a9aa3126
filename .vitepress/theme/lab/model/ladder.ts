/**
 * 时序图的骨架：记录里的每一件事画在哪里。只算位置，不碰画面。
 *
 * 横着是主机，竖着是时间，往下走。同一台主机上，先后决定上下；报文在路上走多久，线就斜多少。
 */
import type { Packet, TraceEvent } from '../../../../lab/index.ts';
import { stretch } from './pace.ts';

type Sent = Extract<TraceEvent, { kind: 'sent' }>;
type Arrived = Extract<TraceEvent, { kind: 'arrived' }>;

/** 一份报文的一趟路。 */
export interface Arrow {
  /** 独一无二；同一个报文的第二份另有一个 */
  key: string;
  id: number;
  /** 第几份，从 0 数起 */
  copy: number;
  packet: Packet;
  from: number;
  to: number;
  sentAt: number;
  arrivesAt: number;
  /** 起笔的高度；像素 */
  y0: number;
  /** 落笔的高度；还在路上就没有 */
  y1: number | undefined;
  fate: 'flying' | 'arrived' | 'lost';
  /** 丢在路上时走了几成；0 到 1 */
  lostAt: number;
  /** 为什么丢了 */
  lostBy: NonNullable<Sent['dropped']> | 'reader' | undefined;
  result: Arrived['result'] | undefined;
  retransmission: number;
  /** 到了以后的话与上一句挤在一起，不写出来 */
  quiet: boolean;
  /** 读者推迟过：从这一点、这一刻接着走 */
  resumed: { part: number; time: number };
}

/** 连接变了状态，写在主机的线旁边。 */
export interface Mark {
  key: string;
  host: number;
  y: number;
  text: string;
}

/** 什么也没有发生的一段。 */
export interface Wait {
  key: string;
  y: number;
  /** 微秒 */
  span: number;
}

const TOP = 20;
/** 走一趟，线往下斜这么多；像素。 */
export const TRIP_HEIGHT = 46;
/** 同一台主机接连寄出的两个，名字不能叠在一起。 */
const BETWEEN_SENDS = 24;
const BETWEEN_MARKS = 17;
/** 到的这一个也许要写一句话，不能压在刚写的状态上。 */
const BESIDE_MARK = 14;
/** 刚到一个、马上寄出一个：新的名字不压在到的那条线上。 */
const AFTER_ARRIVAL = 19;
/** 等了这么久（微秒）才写出来。 */
const NOTABLE_WAIT = 200_000;
const WAIT_HEIGHT = 40;

export class Ladder {
  readonly arrows: Arrow[] = [];
  readonly marks: Mark[] = [];
  readonly waits: Wait[] = [];
  /** 报文平常走一趟要多少微秒：线有多斜由它定。 */
  trip = 20_000;
  /** 还在路上的；数它不用从头数。 */
  readonly #flying = new Set<Arrow>();
  readonly #hosts: readonly string[];
  /** 每台主机的线用到了哪里。 */
  readonly #used: number[];
  readonly #lastSend: number[];
  readonly #lastArrival: number[];
  readonly #lastMark: number[];
  readonly #lastWords: number[];
  #frontier = TOP;
  #lastTime = 0;

  constructor(hosts: readonly string[]) {
    this.#hosts = hosts;
    this.#used = hosts.map(() => TOP);
    this.#lastSend = hosts.map(() => -Infinity);
    this.#lastArrival = hosts.map(() => -Infinity);
    this.#lastMark = hosts.map(() => -Infinity);
    this.#lastWords = hosts.map(() => -Infinity);
  }

  get flying(): Arrow[] {
    return [...this.#flying];
  }

  /** 画到哪里为止；像素。还在路上的，算到它要到的地方：一边走，画布不必一边长。 */
  get height(): number {
    return Math.max(this.#frontier, ...this.#used, ...this.flying.map((arrow) => Math.max(arrow.y0 + TRIP_HEIGHT, this.endOf(arrow))));
  }

  /** 落笔的高度；还在路上的，是照现在的走法会落在哪里。像素。 */
  endOf(arrow: Arrow): number {
    return arrow.y1 ?? this.at(arrow, arrow.arrivesAt).y;
  }

  add(event: TraceEvent): void {
    this.#pass(event.time);
    if (event.kind === 'sent') this.#send(event);
    else if (event.kind === 'arrived') this.#arrive(event);
    else if (event.kind === 'changed') this.#change(event);
    else this.#mark(event);
    this.#lastTime = event.time;
  }

  /** 在 `time` 这一刻，这份报文走了几成、在什么高度。 */
  at(arrow: Arrow, time: number): { part: number; y: number } {
    const { resumed, arrivesAt, fate, lostAt, y0, y1 } = arrow;
    if (fate === 'arrived') return { part: 1, y: y1! };
    if (fate === 'lost') return { part: lostAt, y: y1! };
    const span = arrivesAt - resumed.time;
    const share = span <= 0 ? 1 : Math.min(1, Math.max(0, (time - resumed.time) / span));
    return { part: resumed.part + (1 - resumed.part) * share, y: y0 + this.#rise(time - arrow.sentAt) };
  }

  #rise(elapsed: number): number {
    return TRIP_HEIGHT * stretch(Math.max(0, elapsed) / this.trip);
  }

  /** 时间走到了 `time`：别的线上更早的事，都画在它上面。 */
  #pass(time: number): void {
    const gap = time - this.#lastTime;
    const { flying } = this;
    const heads = flying.map((arrow) => this.at(arrow, time).y);
    if (gap > 0) this.#frontier = Math.max(this.#frontier, ...this.#used, ...heads);
    if (gap < NOTABLE_WAIT || flying.length > 0 || this.arrows.length === 0) return;
    this.#frontier += WAIT_HEIGHT;
    this.waits.push({ key: `wait-${this.waits.length}`, y: this.#frontier - WAIT_HEIGHT / 2 - 2, span: gap });
  }

  #send({ id, time, from, to, packet, arrivals, dropped, retransmission = 0 }: Sent): void {
    const host = this.#hosts.indexOf(from);
    const target = to === undefined ? this.#hosts.findIndex((name) => name !== from) : this.#hosts.indexOf(to);
    this.#landFirst(host, time);
    const y0 = Math.max(this.#frontier, this.#used[host]!, this.#lastSend[host]! + BETWEEN_SENDS, this.#lastArrival[host]! + AFTER_ARRIVAL);
    this.#used[host] = y0;
    this.#lastSend[host] = y0;
    const common = { id, packet, from: host, to: target, sentAt: time, y0, retransmission, result: undefined, quiet: false, resumed: { part: 0, time } };
    for (const [copy, arrivesAt] of arrivals.entries()) {
      this.#depart({ ...common, key: `${id}-${copy}`, copy, arrivesAt, y1: undefined, fate: 'flying', lostAt: 0, lostBy: undefined });
    }
    if (!dropped) return;
    // 内核在它上路时就知道它到不了；画在半路，没有路就画在门口
    const lostAt = dropped === 'no-route' ? 0.15 : 0.5;
    this.arrows.push({ ...common, key: `${id}-0`, copy: 0, arrivesAt: time, y1: y0 + TRIP_HEIGHT * lostAt, fate: 'lost', lostAt, lostBy: dropped });
  }

  #depart(arrow: Arrow): void {
    this.arrows.push(arrow);
    this.#flying.add(arrow);
  }

  #arrive({ id, time, result }: Arrived): void {
    const arrow = this.flying.find((one) => one.id === id && one.arrivesAt === time);
    if (!arrow) return;
    this.#land(arrow, time);
    arrow.fate = 'arrived';
    this.#flying.delete(arrow);
    arrow.result = result;
    if (result === 'delivered') return;
    arrow.quiet = arrow.y1! - this.#lastWords[arrow.to]! < BETWEEN_MARKS;
    if (!arrow.quiet) this.#lastWords[arrow.to] = arrow.y1!;
  }

  /** 定下落笔的高度。 */
  #land(arrow: Arrow, time: number): void {
    if (arrow.y1 !== undefined) return;
    arrow.y1 = Math.max(this.at(arrow, time).y, this.#used[arrow.to]! + 6, this.#lastMark[arrow.to]! + BESIDE_MARK);
    this.#used[arrow.to] = arrow.y1;
    this.#lastArrival[arrow.to] = arrow.y1;
  }

  /**
   * 内核收下一个报文，当场就可能回一个、换一个状态，然后才记「到了」。
   * 画的时候先让它落笔：果不能画在因的上面。
   */
  #landFirst(host: number, time: number): void {
    const arriving = this.flying.find((arrow) => arrow.to === host && arrow.arrivesAt === time);
    if (arriving) this.#land(arriving, time);
  }

  /** 读者动过它：丢了、推迟了，或者多了一份。 */
  #change({ id, time, change, arrivals }: Extract<TraceEvent, { kind: 'changed' }>): void {
    const copies = this.flying.filter((arrow) => arrow.id === id);
    for (const [index, arrow] of copies.entries()) {
      const { part, y } = this.at(arrow, time);
      if (change === 'drop') this.#lose(arrow, part, y);
      else if (change === 'delay') Object.assign(arrow, { resumed: { part, time }, arrivesAt: arrivals[index]! });
    }
    const first = copies[0];
    if (change !== 'duplicate' || !first) return;
    const copy = this.arrows.filter((arrow) => arrow.id === id).length;
    this.#depart({ ...first, key: `${id}-${copy}`, copy });
  }

  #lose(arrow: Arrow, lostAt: number, y1: number): void {
    Object.assign(arrow, { fate: 'lost', lostAt, lostBy: 'reader', y1 });
    this.#flying.delete(arrow);
  }

  #mark({ host, state, time }: Extract<TraceEvent, { kind: 'state' }>): void {
    const column = this.#hosts.indexOf(host);
    this.#landFirst(column, time);
    const y = Math.max(this.#frontier, this.#used[column]!, this.#lastMark[column]! + BETWEEN_MARKS);
    this.#lastMark[column] = y;
    this.marks.push({ key: `mark-${this.marks.length}-${time}`, host: column, y, text: state });
  }
}
