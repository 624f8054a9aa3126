/**
 * TCP 套接字在进程这一头：绑定、连接、监听、读、写。
 */
import { isUnspecified, targetOf, unmapped, type Endpoint, type Family } from '../kernel/address.ts';
import { ByteQueue } from '../kernel/bytes.ts';
import * as errno from '../kernel/errno.ts';
import type { PortHolder } from '../kernel/ports.ts';
import { canBind, sourceAddressFor } from '../kernel/routing.ts';
import { SEND_BUFFER } from '../kernel/tcp/connection.ts';
import type { ProcessEvent } from './messages.ts';
import type { NearSystem } from './near.ts';
import { NearListener } from './near-listener.ts';

type Stage = 'unconnected' | 'connecting' | 'connected' | 'failed' | 'closed';

export class NearConnection {
  readonly id: number;
  readonly family: Family;
  local: Endpoint | undefined;
  remote: Endpoint | undefined;
  /** 连上了（0）或没连上（错误码）。 */
  onConnect: (error: number) => void = () => {};
  onReadable: () => void = () => {};
  onWritable: () => void = () => {};
  readonly #system: NearSystem;
  #stage: Stage = 'unconnected';
  #holder: PortHolder | undefined;
  /** `bind` 的 EADDRINUSE：libuv 留到 listen 或 connect 时才说。 */
  #delayedError = 0;
  #noDelay = false;
  readonly #received = new ByteQueue();
  #ended = false;
  #error = 0;
  #space = SEND_BUFFER;
  #awaitsSpace = false;
  #shutdown = false;

  constructor(system: NearSystem, family: Family, id = system.newId()) {
    this.#system = system;
    this.family = family;
    this.id = id;
  }

  get isReadable(): boolean {
    return this.#received.length > 0 || this.#ended || this.#error !== 0;
  }

  get isConnected(): boolean {
    return this.#stage === 'connected';
  }

  get #isOpen(): boolean {
    return this.#stage === 'connecting' || this.#stage === 'connected';
  }

  /** 对方已经用 RST 断开（poll 报告 POLLHUP）。 */
  get isHungUp(): boolean {
    return this.#stage === 'failed';
  }

  deliver(event: ProcessEvent): void {
    switch (event.kind) {
      case 'connected':
        this.#stage = 'connected';
        this.onConnect(0);
        break;
      case 'data':
        this.#received.push(event.payload);
        this.onReadable();
        break;
      case 'end':
        this.#ended = true;
        this.onReadable();
        break;
      case 'space':
        this.#space = event.bytes;
        if (this.#awaitsSpace) this.#spaceCame();
        break;
      case 'error':
        this.#failed(event.errno);
    }
  }

  #spaceCame(): void {
    if (this.#space === 0) return;
    this.#awaitsSpace = false;
    this.onWritable();
  }

  #failed(error: number): void {
    const wasConnecting = this.#stage === 'connecting';
    this.#stage = 'failed';
    if (wasConnecting) return this.onConnect(error);
    this.#error = error;
    this.onReadable();
    if (this.#awaitsSpace) this.onWritable();
  }

  /** 刚 accept 的连接：从一开始就是连着的。 */
  accepted(local: Endpoint, remote: Endpoint): void {
    this.#stage = 'connected';
    this.local = local;
    this.remote = remote;
    this.#system.sockets.set(this.id, this);
  }

  /** libuv 在 Unix 上总设 SO_REUSEADDR。 */
  bind(address: string, port: number, v6Only: boolean): number {
    if (this.#holder || this.#delayedError) return errno.EINVAL;
    const local = unmapped(address);
    if (!canBind(this.#system.addresses, local)) return errno.EADDRNOTAVAIL;
    const error = this.#claim(local, port, v6Only, true);
    if (error !== errno.EADDRINUSE) return error;
    this.#delayedError = error;
    this.local = { address: local, port };
    return 0;
  }

  #claim(address: string, port: number, v6Only: boolean, reuse: boolean): number {
    const holder = this.#system.claim('tcp', this.id, { address, port, family: this.family, v6Only, reuse });
    if (typeof holder === 'number') return holder;
    this.#holder = holder;
    this.local = { address, port: holder.port };
    this.#system.call({ call: 'tcp-claim', holder: { ...holder } });
    return 0;
  }

  listen(backlog: number): NearListener | number {
    if (this.#delayedError) return this.#delayedError;
    if (!this.#holder) {
      const error = this.#claim(this.family === 6 ? '::' : '0.0.0.0', 0, false, false);
      if (error) return error;
    }
    const holder = this.#holder!;
    holder.listening = true;
    if (this.#system.ports.tcp.isTaken(holder)) return errno.EADDRINUSE;
    this.#holder = undefined;
    this.#system.call({ call: 'tcp-listen', id: this.id, holder: { ...holder }, backlog });
    return new NearListener(this.#system, this.id, this.family, holder);
  }

  connect(remote: Endpoint): number {
    if (this.#stage !== 'unconnected') return errno.EALREADY;
    if (this.#delayedError) return this.#delayedError;
    const address = targetOf(remote.address);
    const source = sourceAddressFor(this.#system.addresses, address);
    if (source === undefined) return errno.ENETUNREACH;
    if (!this.#holder) {
      const error = this.#claim(source, 0, false, false);
      if (error) return errno.EADDRNOTAVAIL;
    }
    this.#stage = 'connecting';
    const local = { address: this.#localAddress(source), port: this.#holder!.port };
    this.local = local;
    this.remote = { address, port: remote.port };
    this.#system.sockets.set(this.id, this);
    const { owner } = this.#holder!;
    this.#system.call({ call: 'tcp-connect', id: this.id, owner, local, remote: this.remote, noDelay: this.#noDelay });
    return 0;
  }

  #localAddress(source: string): string {
    const bound = this.#holder!.address;
    return isUnspecified(bound) ? source : bound;
  }

  setReading(reading: boolean): void {
    if (this.#isOpen) {
      this.#system.call({ call: 'tcp-reading', id: this.id, reading });
    }
  }

  /** 读最多 `limit` 字节；读到结尾是 'end'；出了错是错误码；眼下没有是 undefined。 */
  read(limit: number): Uint8Array | 'end' | number | undefined {
    if (this.#received.length > 0) {
      const bytes = this.#received.take(limit);
      this.#system.call({ call: 'tcp-consumed', id: this.id, bytes: bytes.length });
      return bytes;
    }
    if (this.#error !== 0) return this.#takeError();
    return this.#ended ? 'end' : undefined;
  }

  /** 写：返回内核收下的字节数（可能少于给的），或者错误码。 */
  write(bytes: Uint8Array): number {
    if (this.#error !== 0) return this.#takeError();
    if (this.#stage !== 'connected' || this.#shutdown) return errno.EPIPE;
    const accepted = Math.min(bytes.length, this.#space);
    if (accepted > 0) {
      this.#space -= accepted;
      // 程序随后可能改写这块内存，所以抄一份；Buffer 自己的 slice 不抄
      this.#system.call({ call: 'tcp-write', id: this.id, payload: new Uint8Array(bytes.subarray(0, accepted)) });
    }
    if (accepted < bytes.length && !this.#awaitsSpace) {
      this.#awaitsSpace = true;
      this.#system.call({ call: 'tcp-await-space', id: this.id });
    }
    return accepted;
  }

  shutdown(): number {
    if (this.#stage !== 'connected') return errno.ENOTCONN;
    this.#shutdown = true;
    this.#system.call({ call: 'tcp-shutdown', id: this.id });
    return 0;
  }

  setNoDelay(noDelay: boolean): void {
    this.#noDelay = noDelay;
    if (this.#isOpen) {
      this.#system.call({ call: 'tcp-no-delay', id: this.id, noDelay });
    }
  }

  close(): void {
    this.#end({ call: 'close', id: this.id });
  }

  /** SO_LINGER 为 0 时的关闭：RST。 */
  reset(): void {
    this.#end({ call: 'tcp-reset', id: this.id });
  }

  #end(call: { call: 'close' | 'tcp-reset'; id: number }): void {
    const wasOpen = this.#isOpen || this.#stage === 'failed';
    this.onConnect = this.onReadable = this.onWritable = () => {};
    this.#stage = 'closed';
    if (wasOpen) {
      this.#system.sockets.delete(this.id);
      this.#system.call(call);
    } else if (this.#holder) {
      // 只绑定过，没有连接
      this.#system.ports.tcp.release(this.#holder.owner);
      this.#system.call({ call: 'tcp-release', owner: this.#holder.owner });
    }
  }

  #takeError(): number {
    const error = this.#error;
    this.#error = 0;
    // 错误只报一次；以后再读是结尾，再写是 EPIPE
    this.#ended = true;
    return error;
  }
}
