/**
 * UDP 套接字在进程这一头。
 */
import { familyOf, isMulticast, isUnspecified, targetOf, unmapped, type Endpoint, type Family } from '../kernel/address.ts';
import * as errno from '../kernel/errno.ts';
import type { PortHolder } from '../kernel/ports.ts';
import { canBind, sourceAddressFor } from '../kernel/routing.ts';
import { checkSend, DEFAULT_RECEIVE_BUFFER } from '../kernel/udp.ts';
import type { ProcessEvent, UdpSettings } from './messages.ts';
import type { NearSystem } from './near.ts';

/** 缓冲区的下限和上限（Linux：SOCK_MIN_RCVBUF、net.core.rmem_max 的两倍）。 */
const SMALLEST_BUFFER = { receive: 2304, send: 4608 };
const LARGEST_BUFFER = 425_984;

export interface BindOptions {
  reuse: boolean;
  v6Only: boolean;
}

export class NearUdp {
  readonly id: number;
  readonly family: Family;
  holder: PortHolder | undefined;
  peer: Endpoint | undefined;
  readonly buffers = { receive: DEFAULT_RECEIVE_BUFFER, send: DEFAULT_RECEIVE_BUFFER };
  /** 来了报文或错误。 */
  onReadable: () => void = () => {};
  readonly #system: NearSystem;
  #queue: { from: Endpoint; payload: Uint8Array }[] = [];
  #error = 0;
  #broadcast = false;
  readonly #groups = new Set<string>();

  constructor(system: NearSystem, family: Family) {
    this.#system = system;
    this.family = family;
    this.id = system.newId();
  }

  get isReadable(): boolean {
    return this.#queue.length > 0 || this.#error !== 0;
  }

  deliver(event: ProcessEvent): void {
    if (event.kind === 'datagram') this.#queue.push({ from: event.from, payload: event.payload });
    else if (event.kind === 'error') this.#error = event.errno;
    this.onReadable();
  }

  /** 取一个报文；有待领的错误就是错误码；什么也没有是 undefined。 */
  receive(): { from: Endpoint; payload: Uint8Array } | number | undefined {
    if (this.#error !== 0) return this.#takeError();
    return this.#queue.shift();
  }

  bind(address: string, port: number, { reuse, v6Only }: BindOptions): number {
    if (this.holder) return errno.EINVAL;
    const local = unmapped(address);
    if (!canBind(this.#system.addresses, local) && !isMulticast(local)) return errno.EADDRNOTAVAIL;
    const holder = this.#system.claim('udp', this.id, { address: local, port, family: this.family, v6Only, reuse });
    if (typeof holder === 'number') return holder;
    this.holder = holder;
    this.#system.sockets.set(this.id, this);
    this.#system.call({ call: 'udp-open', id: this.id, holder: { ...holder } });
    return 0;
  }

  /** 还没有端口就让系统挑一个。 */
  #bindAnywhere(): number {
    if (this.holder) return 0;
    return this.bind(this.family === 6 ? '::' : '0.0.0.0', 0, { reuse: false, v6Only: false });
  }

  connect(remote: Endpoint): number {
    if (this.peer) return errno.EISCONN;
    const error = this.#bindAnywhere();
    if (error) return error;
    const address = targetOf(remote.address);
    const source = sourceAddressFor(this.#system.addresses, address);
    if (source === undefined) return errno.ENETUNREACH;
    // connect 把源地址也定下来：getsockname 从此看到具体的地址
    if (isUnspecified(this.holder!.address)) this.holder!.address = source;
    this.peer = { address, port: remote.port };
    return this.#tell({ peer: this.peer });
  }

  disconnect(): number {
    if (!this.peer) return errno.ENOTCONN;
    this.peer = undefined;
    return this.#tell({ peer: null });
  }

  /** 发一个报文；没有写 `to` 就发给 connect 过的对方。 */
  send(to: Endpoint | undefined, payload: Uint8Array): number {
    if (this.#error !== 0) return this.#takeError();
    const destination = this.#destination(to);
    if (typeof destination === 'number') return destination;
    const bindError = this.#bindAnywhere();
    if (bindError) return bindError;
    const { addresses } = this.#system;
    const error = checkSend(addresses, this.holder!, this.#broadcast, destination, payload.length);
    if (error) return error;
    this.#system.call({ call: 'udp-send', id: this.id, to: destination, payload });
    return 0;
  }

  #destination(to: Endpoint | undefined): Endpoint | number {
    if (!to) return this.peer ?? errno.EDESTADDRREQ;
    if (this.peer) return errno.EISCONN;
    return { address: targetOf(to.address), port: to.port };
  }

  setBroadcast(broadcast: boolean): number {
    if (!this.holder) return errno.EBADF;
    this.#broadcast = broadcast;
    return this.#tell({ broadcast });
  }

  setMulticastLoop(multicastLoop: boolean): number {
    return this.holder ? this.#tell({ multicastLoop }) : errno.EBADF;
  }

  #tell(changes: UdpSettings): number {
    this.#system.call({ call: 'udp-set', id: this.id, changes });
    return 0;
  }

  /** SO_RCVBUF、SO_SNDBUF：内核把写的数加倍，并且有下限和上限。 */
  setBuffer(which: 'receive' | 'send', bytes: number): number {
    if (!this.holder) return errno.EBADF;
    this.buffers[which] = Math.min(Math.max(bytes * 2, SMALLEST_BUFFER[which]), LARGEST_BUFFER);
    return which === 'receive' ? this.#tell({ receiveBuffer: this.buffers.receive }) : 0;
  }

  setMembership(group: string, joined: boolean): number {
    const error = this.#bindAnywhere();
    if (error) return error;
    if (!isMulticast(group) || familyOf(group) !== this.family) return errno.EINVAL;
    if (joined === this.#groups.has(group)) return joined ? errno.EADDRINUSE : errno.EADDRNOTAVAIL;
    if (joined) this.#groups.add(group);
    else this.#groups.delete(group);
    this.#system.call({ call: 'udp-group', id: this.id, group, joined });
    return 0;
  }

  close(): void {
    this.onReadable = () => {};
    if (!this.holder) return;
    this.#system.sockets.delete(this.id);
    this.#system.ports.udp.release(this.holder.owner);
    this.#system.call({ call: 'close', id: this.id });
  }

  #takeError(): number {
    const error = this.#error;
    this.#error = 0;
    return error;
  }
}
