/**
 * udp_wrap：`node:dgram` 脚下的 C++（uv_udp_t）。
 */
import { familyOf, isMulticast, isUnspecified, mapped, parseAddress, type Endpoint, type Family } from '../kernel/address.ts';
import { concatenate } from '../kernel/bytes.ts';
import * as errno from '../kernel/errno.ts';
import { NearUdp } from '../system/near-udp.ts';
import { viewOf } from './buffer.ts';
import type { Binding, Context, Loose } from './context.ts';

const UV_UDP_IPV6ONLY = 1;
const UV_UDP_REUSEADDR = 4;
const LARGEST_INT = 0x7fff_ffff;

export function udpWrapBinding(context: Context): Binding {
  const { AsyncWrap, HandleWrap } = context.wraps;

  class UDP extends HandleWrap {
    #socket: NearUdp | undefined;
    #reading = false;
    #polling = false;
    declare onmessage: (size: number, handle: UDP, buffer?: Loose, from?: Loose) => void;

    protected get isActive(): boolean {
      return this.#reading;
    }

    protected release(): void {
      this.#reading = false;
      this.#socket?.close();
    }

    get fd(): number {
      return this.#socket?.holder ? 20 + this.#socket.id : errno.EBADF;
    }

    #open(family: Family): NearUdp {
      if (!this.#socket) {
        this.#socket = new NearUdp(context.near, family);
        this.#socket.onReadable = () => this.#poll();
      }
      return this.#socket;
    }

    bind(address: string, port: number, flags: number): number {
      return this.#bind(4, address, port, flags);
    }

    bind6(address: string, port: number, flags: number): number {
      return this.#bind(6, address, port, flags);
    }

    #bind(family: Family, address: string, port: number, flags: number): number {
      const endpoint = parseEndpoint(family, address, port);
      if (!endpoint) return errno.EINVAL;
      const options = { reuse: (flags & UV_UDP_REUSEADDR) !== 0, v6Only: (flags & UV_UDP_IPV6ONLY) !== 0 };
      return this.#open(family).bind(endpoint.address, endpoint.port, options);
    }

    connect(address: string, port: number): number {
      return this.#connect(4, address, port);
    }

    connect6(address: string, port: number): number {
      return this.#connect(6, address, port);
    }

    #connect(family: Family, address: string, port: number): number {
      const endpoint = parseEndpoint(family, address, port);
      return endpoint ? this.#open(family).connect(endpoint) : errno.EINVAL;
    }

    disconnect(): number {
      return this.#socket?.disconnect() ?? errno.ENOTCONN;
    }

    send(...parameters: Loose[]): number {
      return this.#send(4, parameters);
    }

    send6(...parameters: Loose[]): number {
      return this.#send(6, parameters);
    }

    /** 参数依次是请求、内容、块数、端口、地址、有没有回调；connect 过的没有端口和地址。 */
    #send(family: Family, [, list, , port, address]: Loose[]): number {
      const isConnected = typeof address !== 'string';
      const endpoint = isConnected ? undefined : parseEndpoint(family, address, port);
      if (!isConnected && !endpoint) return errno.EINVAL;
      const payload = concatenate(list.map(viewOf));
      const error = this.#open(family).send(endpoint, payload);
      // 立刻发完的返回「字节数加一」，lib 就不再等 oncomplete
      return error || payload.length + 1;
    }

    recvStart(): number {
      this.#reading = true;
      if (this.#socket?.isReadable) this.#poll();
      return 0;
    }

    recvStop(): number {
      this.#reading = false;
      return 0;
    }

    /** 有报文可取：一个回调取一个。 */
    #poll(): void {
      if (this.#polling || !this.#reading) return;
      this.#polling = true;
      this.later(() => {
        this.#polling = false;
        if (this.#reading) this.#receive();
        if (this.#socket?.isReadable) this.#poll();
      });
    }

    #receive(): void {
      const received = this.#socket?.receive();
      if (received === undefined) return;
      if (typeof received === 'number') {
        this.onmessage(received, this, undefined, undefined);
        return;
      }
      const { from, payload } = received;
      const sender = {};
      describe(sender, this.#socket!.family, from);
      this.onmessage(payload.length, this, context.toBuffer(payload), sender);
    }

    getsockname(out: Loose): number {
      const holder = this.#socket?.holder;
      if (!holder) return errno.EBADF;
      return describe(out, this.#socket!.family, holder);
    }

    getpeername(out: Loose): number {
      const peer = this.#socket?.peer;
      return peer ? describe(out, this.#socket!.family, peer) : errno.ENOTCONN;
    }

    /** 大小为 0 是查询。出错时把错误写进 `failure`，返回 undefined。 */
    bufferSize(size: number, isReceive: boolean, failure: Loose): number | undefined {
      const which = isReceive ? 'receive' : 'send';
      const socket = this.#socket?.holder ? this.#socket : undefined;
      const error = socket ? (size > LARGEST_INT ? errno.EINVAL : 0) : errno.EBADF;
      if (error) return fail(failure, context, error, isReceive ? 'uv_recv_buffer_size' : 'uv_send_buffer_size');
      if (size > 0) socket!.setBuffer(which, size);
      return socket!.buffers[which];
    }

    setBroadcast(on: number): number {
      return this.#socket?.setBroadcast(Boolean(on)) ?? errno.EBADF;
    }

    setMulticastLoopback(on: number): number {
      return this.#socket?.setMulticastLoop(Boolean(on)) ?? errno.EBADF;
    }

    setTTL(ttl: number): number {
      return this.#check(ttl >= 1 && ttl <= 255);
    }

    setMulticastTTL(ttl: number): number {
      return this.#check(ttl >= 0 && ttl <= 255);
    }

    setMulticastInterface(address: string): number {
      const parsed = parseAddress(address);
      return this.#check(parsed !== undefined && !isMulticast(parsed));
    }

    #check(isValid: boolean): number {
      if (!this.#socket?.holder) return errno.EBADF;
      return isValid ? 0 : errno.EINVAL;
    }

    addMembership(group: string, networkInterface?: string): number {
      return this.#setMembership(group, networkInterface, true);
    }

    dropMembership(group: string, networkInterface?: string): number {
      return this.#setMembership(group, networkInterface, false);
    }

    addSourceSpecificMembership(_source: string, group: string, networkInterface?: string): number {
      return this.#setMembership(group, networkInterface, true);
    }

    dropSourceSpecificMembership(_source: string, group: string, networkInterface?: string): number {
      return this.#setMembership(group, networkInterface, false);
    }

    #setMembership(group: string, networkInterface: string | undefined, joined: boolean): number {
      const address = parseAddress(group);
      if (!address || (networkInterface && !parseAddress(networkInterface))) return errno.EINVAL;
      return this.#open(familyOf(address)).setMembership(address, joined);
    }

    /** 发送总是当场做完，所以没有排着队的。 */
    getSendQueueSize(): number {
      return 0;
    }

    getSendQueueCount(): number {
      return 0;
    }

    open(): number {
      return errno.EINVAL;
    }
  }

  return { UDP, SendWrap: class extends AsyncWrap {} };
}

/** udp4 的套接字只认 IPv4 的写法，udp6 的只认 IPv6 的；写错了族就是 EINVAL（uv_ip4_addr、uv_ip6_addr）。 */
export function parseEndpoint(family: Family, text: string, port: number): Endpoint | undefined {
  const address = parseAddress(text);
  if (!address || familyOf(address) !== family) return undefined;
  return { address, port: typeof port === 'number' ? port : 0 };
}

/** 写进 getsockname、getpeername、recvmsg 的结果；IPv6 的套接字看到的 IPv4 地址写成 `::ffff:…`。 */
export function describe(out: Loose, family: Family, { address, port }: Endpoint): number {
  const isV6 = family === 6;
  out.address = isV6 ? (isUnspecified(address) ? '::' : mapped(address)) : address;
  out.family = isV6 ? 'IPv6' : 'IPv4';
  out.port = port;
  return 0;
}

function fail(failure: Loose, context: Context, error: number, syscall: string): undefined {
  const [, code, message] = context.data.errors.find(([number]) => number === error) ?? [error, 'UNKNOWN', ''];
  Object.assign(failure, { errno: error, code, message, syscall });
}
