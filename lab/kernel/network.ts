/**
 * 网络：时钟、主机、链路，以及在路上的报文。
 *
 * 任何两台主机之间都有一对链路。报文交给 `send`，链路决定它什么时候到、到几份；
 * 到了，交给目的主机。在路上的报文可以按编号丢掉、推迟、复制。
 */
import { isLoopback } from './address.ts';
import { VirtualClock, type Micros, type Timer } from './clock.ts';
import { Host } from './host.ts';
import { defaultLink, Link, loopbackLink, type LinkSettings, type Passage } from './link.ts';
import { ipHeaderBytes, transportBytes, type Packet } from './packet.ts';
import { HASH_START, Random } from './random.ts';
import { mixEvent, type TraceEvent } from './trace.ts';

/** 一个正在路上的报文，一份一个。 */
interface Flight {
  id: number;
  packet: Packet;
  destination: Host;
  timer: Timer;
}

/** 对一个刚交给链路的报文的处置。 */
export type Verdict = { drop: true } | { delay: Micros } | { duplicate: true };

/** 每个报文上路前问一次；返回 undefined 就是不管它。 */
export type Intervention = (packet: Packet, id: number) => Verdict | undefined;

export class Network {
  readonly clock = new VirtualClock();
  readonly seed: number;
  readonly hosts = new Map<string, Host>();
  intervention: Intervention | undefined;
  /** 分身不记录：没有人看它的记录 */
  isTraced = true;
  readonly #links = new Map<string, Link>();
  #common: LinkSettings = defaultLink;
  readonly #flights = new Set<Flight>();
  #nextPacketId = 1;
  #hash = HASH_START;
  readonly #listeners: ((event: TraceEvent) => void)[] = [];

  constructor(seed: number) {
    this.seed = seed;
  }

  onTrace(listener: (event: TraceEvent) => void): void {
    this.#listeners.push(listener);
  }

  trace(event: TraceEvent): void {
    if (!this.isTraced) return;
    this.#hash = mixEvent(this.#hash, event);
    for (const listener of this.#listeners) listener(event);
  }

  /** 到目前为止全部记录的指纹，8 个十六进制数字。 */
  get traceHash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }

  addHost(name: string, addresses: string[]): Host {
    if (this.hosts.has(name)) throw new Error(`已经有一台叫「${name}」的主机。`);
    for (const address of addresses) {
      const owner = this.#hostAt(address);
      if (owner) throw new Error(`地址 ${address} 已经是「${owner.name}」的。`);
    }
    const host = new Host(this, name, addresses);
    this.hosts.set(name, host);
    return host;
  }

  #hostAt(address: string): Host | undefined {
    for (const host of this.hosts.values()) {
      if (host.addresses.includes(address)) return host;
    }
    return undefined;
  }

  /** 所有链路一起改（回环除外）；只写要改的几项。 */
  setAllLinks(changes: Partial<LinkSettings>): void {
    this.#common = { ...this.#common, ...changes };
    for (const [key, link] of this.#links) {
      const [from, to] = key.split('>');
      if (from !== to) link.settings = { ...link.settings, ...changes };
    }
  }

  /** 只改从 `from` 到 `to` 这一个方向；两个名字相同就是那台主机的回环。 */
  setLink(from: string, to: string, changes: Partial<LinkSettings>): void {
    const link = this.link(from, to);
    link.settings = { ...link.settings, ...changes };
  }

  link(from: string, to: string): Link {
    const key = `${from}>${to}`;
    let link = this.#links.get(key);
    if (!link) {
      const settings = from === to ? loopbackLink : this.#common;
      link = new Link(settings, new Random(this.seed, `link ${key}`));
      this.#links.set(key, link);
    }
    return link;
  }

  /** 从 `host` 到 `address` 走的链路的 MTU。 */
  mtu(host: Host, address: string): number {
    const destination = this.#destination(host, address);
    return (destination ? this.link(host.name, destination.name).settings : this.#common).mtu;
  }

  /**
   * 一个进程做了一件事以后，最快多久能影响到别的进程：各条链路中最小的时延。
   * 在这么长的时间里，一个进程可以放心地往前走，不会错过什么。
   */
  lookahead(): Micros {
    let least = Math.min(this.#common.delay, loopbackLink.delay);
    for (const link of this.#links.values()) least = Math.min(least, link.settings.delay);
    return least;
  }

  send(from: Host, packet: Packet, retransmission?: number): void {
    this.sendTo(from, this.#destination(from, packet.destination.address), packet, retransmission);
  }

  /** 指明交给哪台主机：多播和广播一台一份。`destination` 是 undefined 就没有人收得到。 */
  sendTo(from: Host, destination: Host | undefined, packet: Packet, retransmission?: number): void {
    const id = this.#nextPacketId++;
    const verdict = this.intervention?.(packet, id);
    const passage = this.#passage(from, destination, packet, verdict);
    const dropped = passage.dropped;
    const arrivals = passage.dropped ? [] : passage.arrivals;
    this.trace({
      kind: 'sent',
      time: this.clock.now,
      id,
      from: from.name,
      to: destination?.name,
      packet,
      arrivals,
      fragments: passage.dropped ? 1 : passage.fragments,
      ...(dropped && { dropped }),
      ...(retransmission && { retransmission }),
    });
    for (const time of arrivals) this.#launch(id, packet, destination!, time);
  }

  /** 还在路上的报文。 */
  inFlight(): { id: number; packet: Packet; arrivesAt: Micros }[] {
    return [...this.#flights].map(({ id, packet, timer }) => ({ id, packet, arrivesAt: timer.time }));
  }

  /** 让编号为 `id` 的报文在路上消失，几份都算。 */
  dropInFlight(id: number): void {
    for (const flight of this.#flightsOf(id)) this.#land(flight);
    this.#traceChange(id, 'drop');
  }

  /** 让它晚到 `extra` 微秒。 */
  delayInFlight(id: number, extra: Micros): void {
    for (const flight of this.#flightsOf(id)) {
      this.#land(flight);
      this.#launch(id, flight.packet, flight.destination, flight.timer.time + extra);
    }
    this.#traceChange(id, 'delay');
  }

  /** 让它多到一份，同时到。 */
  duplicateInFlight(id: number): void {
    const flight = this.#flightsOf(id)[0];
    if (!flight) return;
    this.#launch(id, flight.packet, flight.destination, flight.timer.time);
    this.#traceChange(id, 'duplicate');
  }

  #traceChange(id: number, change: 'drop' | 'delay' | 'duplicate'): void {
    const arrivals = this.#flightsOf(id).map((flight) => flight.timer.time);
    this.trace({ kind: 'changed', time: this.clock.now, id, change, arrivals });
  }

  #flightsOf(id: number): Flight[] {
    return [...this.#flights].filter((flight) => flight.id === id);
  }

  #land(flight: Flight): void {
    this.clock.cancel(flight.timer);
    this.#flights.delete(flight);
  }

  #launch(id: number, packet: Packet, destination: Host, time: Micros): void {
    const timer = this.clock.at(time, () => {
      this.#flights.delete(flight);
      const result = destination.receive(packet);
      this.trace({ kind: 'arrived', time: this.clock.now, id, host: destination.name, result });
    });
    const flight: Flight = { id, packet, destination, timer };
    this.#flights.add(flight);
  }

  #destination(from: Host, address: string): Host | undefined {
    return isLoopback(address) || from.owns(address) ? from : this.#hostAt(address);
  }

  #passage(from: Host, to: Host | undefined, packet: Packet, verdict: Verdict | undefined): Passage {
    if (!to) return { dropped: 'no-route' };
    const link = this.link(from.name, to.name);
    const passage = link.carry(this.clock.now, transportBytes(packet), ipHeaderBytes(packet.source.address));
    if (passage.dropped || !verdict) return passage;
    if ('drop' in verdict) return { dropped: 'intervention' };
    if ('delay' in verdict) return { ...passage, arrivals: passage.arrivals.map((time) => time + verdict.delay) };
    return { ...passage, arrivals: [...passage.arrivals, passage.arrivals[0]!] };
  }
}
