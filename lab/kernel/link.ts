/**
 * 一条单向的链路：两台主机之间有两条，方向相反，可以设得不一样。
 *
 * 它只回答「这个报文什么时候到、到几份」，不碰时钟，也不碰主机。
 */
import type { Micros } from './clock.ts';
import type { Random } from './random.ts';

export interface LinkSettings {
  /** 传播时延，微秒 */
  delay: Micros;
  /** 抖动：每个报文另加 0 到这么多微秒 */
  jitter: Micros;
  /** 丢失的概率，0 到 1；分片的报文每一片单独掷一次 */
  loss: number;
  /** 到两份的概率 */
  duplicate: number;
  /** 乱序的概率：这个报文多走一个 `reorderBy`，后面的不等它 */
  reorder: number;
  reorderBy: Micros;
  /** 带宽，比特每秒；0 表示不限 */
  bandwidth: number;
  /** 排队等着发的报文最多几个，再来的丢掉；只在限带宽时有用 */
  queueLimit: number;
  /** 一个 IP 报文最多几个字节（RFC 791 § 3.2） */
  mtu: number;
  /** 断开：什么都过不去 */
  down: boolean;
}

export const defaultLink: LinkSettings = {
  delay: 20_000,
  jitter: 0,
  loss: 0,
  duplicate: 0,
  reorder: 0,
  reorderBy: 20_000,
  bandwidth: 0,
  queueLimit: 100,
  mtu: 1500,
  down: false,
};

/** 回环：不出主机，20 微秒，MTU 65536，与 Linux 的 lo 相同。 */
export const loopbackLink: LinkSettings = { ...defaultLink, delay: 20, mtu: 65_536 };

export type DropReason = 'loss' | 'queue-full' | 'down' | 'no-route' | 'intervention';

/** 链路对一个报文的决定。 */
export type Passage = { dropped: DropReason } | { dropped?: undefined; arrivals: Micros[]; fragments: number };

export class Link {
  settings: LinkSettings;
  readonly #random: Random;
  /** 前面的报文在这个时刻发完；新来的从这里开始发。 */
  #busyUntil: Micros = 0;
  /** 还没有发完的报文各在什么时候发完。 */
  #departures: Micros[] = [];
  /** 最后一个按次序走的报文什么时候到：后来的不会早于它。 */
  #lastArrival: Micros = 0;

  constructor(settings: LinkSettings, random: Random) {
    this.settings = settings;
    this.#random = random;
  }

  /**
   * 一个报文在 `now` 交给链路。
   *
   * @param transportBytes IP 头以后的字节数
   * @param headerBytes IP 头的字节数，每个分片都有一个
   */
  carry(now: Micros, transportBytes: number, headerBytes: number): Passage {
    const { settings } = this;
    if (settings.down) return { dropped: 'down' };
    const fragments = fragmentCount(transportBytes, settings.mtu, headerBytes);
    const departure = this.#depart(now, transportBytes + fragments * headerBytes);
    if (departure === undefined) return { dropped: 'queue-full' };
    if (this.#losesAny(fragments)) return { dropped: 'loss' };
    const arrivals = [this.#arrival(departure)];
    if (this.#random.chance(settings.duplicate)) arrivals.push(this.#arrival(departure));
    return { arrivals, fragments };
  }

  /** 排队、发完的时刻；队列满了返回 undefined。 */
  #depart(now: Micros, bytes: number): Micros | undefined {
    const { bandwidth, queueLimit } = this.settings;
    if (bandwidth === 0) return now;
    this.#departures = this.#departures.filter((time) => time > now);
    // 正在发的那一个不算排队
    if (this.#departures.length > queueLimit) return undefined;
    const transmission = Math.ceil((bytes * 8 * 1_000_000) / bandwidth);
    this.#busyUntil = Math.max(this.#busyUntil, now) + transmission;
    this.#departures.push(this.#busyUntil);
    return this.#busyUntil;
  }

  /** 少了一片，接收方就拼不起来，整个报文等于丢了（RFC 791 § 3.2）。 */
  #losesAny(fragments: number): boolean {
    for (let fragment = 0; fragment < fragments; fragment += 1) {
      if (this.#random.chance(this.settings.loss)) return true;
    }
    return false;
  }

  #arrival(departure: Micros): Micros {
    const { delay, jitter, reorder, reorderBy } = this.settings;
    const arrival = departure + delay + (jitter > 0 ? this.#random.below(jitter + 1) : 0);
    if (this.#random.chance(reorder)) return arrival + reorderBy;
    // 抖动只改时间，不改次序
    this.#lastArrival = Math.max(this.#lastArrival, arrival);
    return this.#lastArrival;
  }
}

/** 分成几片：除最后一片外，每片的内容是 8 的倍数（RFC 791 § 3.2）。 */
export function fragmentCount(transportBytes: number, mtu: number, headerBytes: number): number {
  if (transportBytes + headerBytes <= mtu) return 1;
  const perFragment = Math.floor((mtu - headerBytes) / 8) * 8;
  return Math.ceil(transportBytes / perFragment);
}
