/**
 * 一台主机的 TCP：把到来的报文段交给该收的连接，没有人要的回以 RST。
 */
import { unmapped, type Endpoint } from '../address.ts';
import type { Host } from '../host.ts';
import { EMPTY, ipHeaderBytes, TCP_HEADER_BYTES, TCP_TIMESTAMP_BYTES, type TcpSegment } from '../packet.ts';
import { matchesAddress, PortTable, type PortHolder } from '../ports.ts';
import type { Random } from '../random.ts';
import type { ArrivalResult } from '../trace.ts';
import { segmentArrives, synchronize } from './arrival.ts';
import { Connection, type TcpObserver } from './connection.ts';
import { Listener } from './listener.ts';
import { add } from './sequence.ts';

/** 对方的 SYN 里没有 MSS 选项时（RFC 9293 § 3.7.1）。 */
const DEFAULT_SEGMENT_SIZE = 536;

export class TcpLayer {
  readonly host: Host;
  readonly ports: PortTable;
  readonly listeners = new Set<Listener>();
  readonly #connections = new Map<string, Connection>();
  readonly #random: Random;

  constructor(host: Host, cursor: number, random: Random) {
    this.host = host;
    this.ports = new PortTable('tcp', { holders: [], cursor });
    this.#random = random;
  }

  get connections(): Iterable<Connection> {
    return this.#connections.values();
  }

  /** 初始序号：RFC 9293 § 3.4.1 要求难以猜中；模拟里由种子决定，所以每次都一样。 */
  initialSequence(): number {
    return this.#random.uint32();
  }

  /** 到 `address` 的报文段最多装多少数据：MTU 减去 IP 头、TCP 头、时间戳选项。 */
  maximumSegmentSize(address: string): number {
    return this.host.network.mtu(this.host, address) - ipHeaderBytes(address) - TCP_HEADER_BYTES - TCP_TIMESTAMP_BYTES;
  }

  /** 对方的 SYN 允许我们一次发多少数据。 */
  segmentSizeFor(syn: TcpSegment): number {
    return (syn.maximumSegmentSize ?? DEFAULT_SEGMENT_SIZE) - TCP_TIMESTAMP_BYTES;
  }

  /** 开始监听。端口已经在端口表里占好。 */
  listen(holder: PortHolder, backlog: number, observer: TcpObserver): Listener {
    holder.listening = true;
    this.ports.changed();
    const listener = new Listener(holder, backlog, observer);
    this.listeners.add(listener);
    return listener;
  }

  /** 停止监听：排着队没有人要的连接，用 RST 了结。 */
  closeListener(listener: Listener): void {
    this.listeners.delete(listener);
    this.ports.release(listener.holder.owner);
    for (const connection of [...listener.handshaking]) connection.destroy();
    for (const connection of listener.acceptQueue) connection.abort();
  }

  /** 主动连接。本地的端口已经占好，主人是 `owner`。 */
  connect(local: Endpoint, remote: Endpoint, owner: string, observer: TcpObserver): Connection {
    const connection = this.#add(new Connection(this, local, remote, owner, observer));
    connection.openActively();
    return connection;
  }

  receive(segment: TcpSegment): ArrivalResult {
    const connection = this.#connections.get(keyOf(segment.destination, segment.source));
    if (connection && !this.#reusesTimeWait(connection, segment)) {
      segmentArrives(connection, segment);
      return 'delivered';
    }
    return this.#arrivesAtListener(segment);
  }

  remove(connection: Connection): void {
    const key = keyOf(connection.local, connection.remote);
    if (this.#connections.get(key) === connection) this.#connections.delete(key);
    this.ports.release(connection.owner);
  }

  /** 没有连接认领的报文段，回以 RST（§ 3.5.2 的第一组，§ 3.10.7.1）。 */
  sendResetFor(segment: TcpSegment): void {
    if (segment.flags.rst) return;
    const length = segment.payload.length + (segment.flags.syn ? 1 : 0) + (segment.flags.fin ? 1 : 0);
    const reply = segment.flags.ack
      ? { seq: segment.ack, ack: 0, flags: { rst: true } }
      : { seq: 0, ack: add(segment.seq, length), flags: { rst: true, ack: true } };
    const { destination: source, source: destination } = segment;
    this.host.send({ protocol: 'tcp', source, destination, window: 0, payload: EMPTY, ...reply });
  }

  #add(connection: Connection): Connection {
    this.#connections.set(keyOf(connection.local, connection.remote), connection);
    return connection;
  }

  /** TIME_WAIT 里来了序号更大的 SYN：是同一对端口上的新连接，让位给它（§ 3.6.1）。 */
  #reusesTimeWait(connection: Connection, segment: TcpSegment): boolean {
    if (connection.state !== 'TIME_WAIT' || !segment.flags.syn || segment.flags.ack) return false;
    if (((segment.seq - connection.rcv.nxt) | 0) <= 0) return false;
    connection.destroy();
    return true;
  }

  #arrivesAtListener(segment: TcpSegment): ArrivalResult {
    const { flags, destination } = segment;
    const listener = flags.syn && !flags.ack && !flags.rst ? this.#listenerFor(destination) : undefined;
    if (!listener) {
      this.sendResetFor(segment);
      return 'no-socket';
    }
    // 队列满了就不作声，让对方以为 SYN 丢了，过一会儿再试
    if (!listener.hasRoom) return 'backlog-full';
    this.#openPassively(listener, segment);
    return 'delivered';
  }

  #openPassively(listener: Listener, segment: TcpSegment): void {
    const { destination: local, source: remote } = segment;
    const owner = `connection ${keyOf(local, remote)}`;
    const { family, v6Only, reuse } = listener.holder;
    this.ports.add({ owner, address: local.address, port: local.port, family, v6Only, reuse, listening: false });
    const connection = this.#add(new Connection(this, local, remote, owner));
    connection.listener = listener;
    listener.handshaking.add(connection);
    synchronize(connection, segment);
    connection.openPassively();
  }

  /** 绑定具体地址的优先于绑定「所有地址」的。 */
  #listenerFor({ address, port }: Endpoint): Listener | undefined {
    let best: Listener | undefined;
    for (const listener of this.listeners) {
      if (listener.holder.port !== port || !matchesAddress(listener.holder, address)) continue;
      if (!best || listener.holder.address === address) best = listener;
    }
    return best;
  }
}

function keyOf(local: Endpoint, remote: Endpoint): string {
  return `${unmapped(local.address)}|${local.port}|${unmapped(remote.address)}|${remote.port}`;
}
