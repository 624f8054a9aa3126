/**
 * UDP（RFC 768）：端口、接收缓冲区、端口不可达。
 */
import { BROADCAST, familyOf, isLoopback, isMulticast, isUnspecified, type Endpoint } from './address.ts';
import * as errno from './errno.ts';
import type { Host } from './host.ts';
import { UDP_HEADER_BYTES, type IcmpUnreachable, type UdpDatagram } from './packet.ts';
import { matchesAddress, PortTable, type PortHolder } from './ports.ts';
import { owns, sourceAddressFor } from './routing.ts';
import type { ArrivalResult } from './trace.ts';

/** Linux 缺省的 net.core.rmem_default，字节。 */
export const DEFAULT_RECEIVE_BUFFER = 212_992;
/** IP 报文最长 65535（RFC 791 § 3.1）；IPv6 的载荷长度不算它自己的头（RFC 8200 § 3）。 */
export const MAX_PAYLOAD_V4 = 65_535 - 20 - UDP_HEADER_BYTES;
export const MAX_PAYLOAD_V6 = 65_535 - UDP_HEADER_BYTES;

/** 内核叫醒进程的门铃。 */
export interface UdpObserver {
  /** 接收队列里有了报文，或者有了一个待领的错误。 */
  readable(): void;
}

export class UdpSocket {
  readonly holder: PortHolder;
  readonly #observer: UdpObserver;
  /** connect 过的套接字只收这个对方的报文。 */
  peer: Endpoint | null = null;
  receiveBuffer = DEFAULT_RECEIVE_BUFFER;
  broadcast = false;
  readonly #layer: UdpLayer;
  #queue: UdpDatagram[] = [];
  /** 队列占用的内存，字节。 */
  #charged = 0;
  /** 待领的错误（SO_ERROR）：下一次系统调用带回去，只带一次。 */
  #pendingError = 0;
  readonly groups = new Set<string>();
  multicastLoop = true;

  constructor(layer: UdpLayer, holder: PortHolder, observer: UdpObserver) {
    this.#layer = layer;
    this.holder = holder;
    this.#observer = observer;
  }

  get queuedBytes(): number {
    return this.#charged;
  }

  send(destination: Endpoint, payload: Uint8Array): number {
    return this.#layer.send(this, destination, payload);
  }

  /** 报文到了：队列放得下就收，放不下就丢，谁也不告诉。 */
  enqueue(datagram: UdpDatagram): ArrivalResult {
    const cost = memoryCost(datagram.payload.length);
    const isFull = this.#charged + cost > this.receiveBuffer;
    // 队列空着时总能收一个，缓冲区再小也一样（Linux __udp_enqueue_schedule_skb）
    if (isFull && this.#charged > 0) return 'buffer-full';
    this.#charged += cost;
    this.#queue.push(datagram);
    this.#observer.readable();
    return 'delivered';
  }

  /** 取走一个报文。 */
  take(): UdpDatagram | undefined {
    const datagram = this.#queue.shift();
    if (datagram) this.#charged -= memoryCost(datagram.payload.length);
    return datagram;
  }

  takeError(): number {
    const error = this.#pendingError;
    this.#pendingError = 0;
    return error;
  }

  fail(error: number): void {
    this.#pendingError = error;
    this.#observer.readable();
  }

  close(): void {
    this.#layer.close(this);
  }
}

export class UdpLayer {
  readonly ports: PortTable;
  readonly sockets = new Set<UdpSocket>();
  readonly #host: Host;

  constructor(host: Host, cursor: number) {
    this.#host = host;
    this.ports = new PortTable('udp', { holders: [], cursor });
  }

  /** 建立一个套接字。端口已经由调用者在端口表里占好（`PortTable.claim`）。 */
  open(holder: PortHolder, observer: UdpObserver): UdpSocket {
    const socket = new UdpSocket(this, holder, observer);
    this.sockets.add(socket);
    return socket;
  }

  close(socket: UdpSocket): void {
    this.sockets.delete(socket);
    this.ports.release(socket.holder.owner);
  }

  send(socket: UdpSocket, destination: Endpoint, payload: Uint8Array): number {
    const { addresses } = this.#host;
    const error = checkSend(addresses, socket.holder, socket.broadcast, destination, payload.length);
    if (error) return error;
    const source = { address: sourceOf(addresses, socket.holder, destination.address)!, port: socket.holder.port };
    const datagram: UdpDatagram = { protocol: 'udp', source, destination, payload };
    if (isMulticast(destination.address) || destination.address === BROADCAST) this.#sendToMany(socket, datagram);
    else this.#host.send(datagram);
    return 0;
  }

  /** 多播和广播：交给每一台主机；自己这一台，多播要看 IP_MULTICAST_LOOP。 */
  #sendToMany(socket: UdpSocket, datagram: UdpDatagram): void {
    for (const host of this.#host.network.hosts.values()) {
      if (host === this.#host && (!socket.multicastLoop || datagram.destination.address === BROADCAST)) continue;
      this.#host.network.sendTo(this.#host, host, datagram);
    }
  }

  receive(datagram: UdpDatagram): ArrivalResult {
    const { address } = datagram.destination;
    if (isMulticast(address) || address === BROADCAST) return this.#receiveFromMany(datagram);
    const socket = this.#lookup(datagram);
    if (socket) return socket.enqueue(datagram);
    this.#host.sendPortUnreachable(datagram);
    return 'no-socket';
  }

  /** 多播和广播交给每一个合适的套接字；没有人要也不出声（RFC 1122 § 3.2.2）。 */
  #receiveFromMany(datagram: UdpDatagram): ArrivalResult {
    const { address } = datagram.destination;
    let result: ArrivalResult = 'no-socket';
    for (const socket of this.sockets) {
      const wants = address === BROADCAST ? matchesAddress(socket.holder, '0.0.0.0') : socket.groups.has(address);
      if (socket.holder.port !== datagram.destination.port || !wants) continue;
      result = socket.enqueue(datagram);
    }
    return result;
  }

  /** 这个报文归谁：越具体的套接字越优先，connect 过的最优先；一样具体，后绑定的优先。 */
  #lookup(datagram: UdpDatagram): UdpSocket | undefined {
    let best: UdpSocket | undefined;
    let bestScore = -1;
    for (const socket of this.sockets) {
      const score = matchScore(socket, datagram);
      if (score >= 0 && score >= bestScore) [best, bestScore] = [socket, score];
    }
    return best;
  }

  /**
   * 收到端口不可达。没有 connect 过的套接字在 Linux 上什么也听不到：
   * 它可能发给过许多人，一个错误码说不清是谁。connect 过的记下 ECONNREFUSED。
   */
  unreachable({ about }: IcmpUnreachable): ArrivalResult {
    for (const socket of this.sockets) {
      const isSender = socket.holder.port === about.source.port && socket.peer?.port === about.destination.port;
      if (!isSender || socket.peer?.address !== about.destination.address) continue;
      socket.fail(errno.ECONNREFUSED);
      return 'delivered';
    }
    return 'no-socket';
  }
}

/** 发之前当场就知道的错误。 */
export function checkSend(
  addresses: readonly string[],
  holder: PortHolder,
  mayBroadcast: boolean,
  destination: Endpoint,
  length: number,
): number {
  if (length > (familyOf(destination.address) === 6 ? MAX_PAYLOAD_V6 : MAX_PAYLOAD_V4)) return errno.EMSGSIZE;
  if (destination.address === BROADCAST && !mayBroadcast) return errno.EACCES;
  // 绑在 127.0.0.1 上的套接字发不到外面去
  if (isLoopback(holder.address) && !owns(addresses, destination.address)) return errno.EINVAL;
  return sourceOf(addresses, holder, destination.address) === undefined ? errno.ENETUNREACH : 0;
}

/** 源地址：绑定了哪个就是哪个；绑定「所有地址」的，内核替它写。 */
function sourceOf(addresses: readonly string[], holder: PortHolder, destination: string): string | undefined {
  if (!isUnspecified(holder.address)) return holder.address;
  if (destination === BROADCAST) return addresses.find((address) => familyOf(address) === 4);
  return sourceAddressFor(addresses, destination);
}

/** −1 是不合适；connect 过的加 2，绑定具体地址的加 1。 */
function matchScore({ holder, peer }: UdpSocket, { source, destination }: UdpDatagram): number {
  if (holder.port !== destination.port || !matchesAddress(holder, destination.address)) return -1;
  if (peer && (peer.port !== source.port || peer.address !== source.address)) return -1;
  return (peer ? 2 : 0) + (holder.address === destination.address ? 1 : 0);
}

/**
 * 一个报文占多少接收缓冲区（Linux 的 skb->truesize）：内容、头部、管理用的结构，
 * 合起来按分配器的档次进位。所以 212992 字节的缓冲区只装得下 256 个一字节的报文。
 */
export function memoryCost(payloadBytes: number): number {
  const structureBytes = 256;
  const smallestBlock = 576;
  const largestBlock = 16_384;
  // 链路头、IP 头、UDP 头的空位，加上 skb_shared_info
  const needed = payloadBytes + 60 + 320;
  if (needed <= smallestBlock) return structureBytes + smallestBlock;
  // 更大的报文放在单独的页里，按实际字节数算
  if (needed > largestBlock) return structureBytes + smallestBlock + payloadBytes;
  let block = 1024;
  while (block < needed) block *= 2;
  return structureBytes + block;
}
