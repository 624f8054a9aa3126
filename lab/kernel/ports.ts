/**
 * 一台主机、一种协议的端口表：谁占着哪个地址的哪个端口，谁和谁冲突。
 *
 * 内核用它；进程的近端也有一份抄本，所以 `bind` 当场就有答案，
 * 不必等内核从另一个线程回话。两边是同一段代码，答案不会不同。
 */
import { familyOf, isUnspecified, type Family } from './address.ts';
import * as errno from './errno.ts';

/** 占着端口的一方。 */
export interface PortHolder {
  /** 谁占着：在一台主机、一种协议里独一无二。 */
  owner: string;
  address: string;
  port: number;
  /** 套接字的地址族；`::` 可以同时收 IPv4 */
  family: Family;
  /** IPV6_V6ONLY */
  v6Only: boolean;
  /** SO_REUSEADDR */
  reuse: boolean;
  /** 只对 TCP：正在监听。监听着的端口不能共用 */
  listening: boolean;
}

/** Linux 缺省的临时端口范围（ip_local_port_range）。RFC 6335 § 6 建议 49152 起，Linux 不照它。 */
export const EPHEMERAL_FIRST = 32_768;
export const EPHEMERAL_LAST = 60_999;
/** 普通用户不能用这个数以下的端口。 */
export const UNPRIVILEGED_PORT_START = 1024;

export interface PortTableSnapshot {
  holders: PortHolder[];
  cursor: number;
}

export class PortTable {
  readonly #holders = new Map<string, PortHolder>();
  /** 上一个分出去的临时端口；下一个从它后面找起。 */
  #cursor: number;
  /** 每改一次加一：近端凭它知道自己的抄本旧了。 */
  version = 0;
  readonly #protocol: 'udp' | 'tcp';

  constructor(protocol: 'udp' | 'tcp', snapshot: PortTableSnapshot) {
    this.#protocol = protocol;
    for (const holder of snapshot.holders) this.#holders.set(holder.owner, holder);
    this.#cursor = snapshot.cursor;
  }

  snapshot(): PortTableSnapshot {
    return { holders: [...this.#holders.values()].map((holder) => ({ ...holder })), cursor: this.#cursor };
  }

  /**
   * 占一个端口；`wanted.port` 是 0 就挑一个空闲的，写回 `wanted`。
   *
   * @returns 0，或者 EACCES、EADDRINUSE
   */
  claim(wanted: PortHolder): number {
    if (wanted.port === 0) {
      wanted.port = this.#ephemeral();
      if (wanted.port === 0) return errno.EADDRINUSE;
    } else if (wanted.port < UNPRIVILEGED_PORT_START) {
      return errno.EACCES;
    } else if (this.isTaken(wanted)) {
      return errno.EADDRINUSE;
    }
    this.add(wanted);
    return 0;
  }

  add(holder: PortHolder): void {
    this.#holders.set(holder.owner, holder);
    this.changed();
  }

  /** 照抄近端已经占好的：它挑过的临时端口，下一个从它后面找起。 */
  adopt(holder: PortHolder): void {
    if (!this.#holders.has(holder.owner) && holder.port >= EPHEMERAL_FIRST) this.#cursor = holder.port;
    this.add(holder);
  }

  release(owner: string): void {
    if (this.#holders.delete(owner)) this.changed();
  }

  /** 表里的内容变了。 */
  changed(): void {
    this.version += 1;
  }

  isTaken(wanted: PortHolder): boolean {
    for (const holder of this.#holders.values()) {
      if (holder.owner !== wanted.owner && holder.port === wanted.port && this.#conflicts(holder, wanted)) return true;
    }
    return false;
  }

  /** 按次序找下一个没有人用的端口；一个也没有就返回 0。 */
  #ephemeral(): number {
    const used = new Set<number>();
    for (const holder of this.#holders.values()) used.add(holder.port);
    const total = EPHEMERAL_LAST - EPHEMERAL_FIRST + 1;
    for (let tries = 0; tries < total; tries += 1) {
      this.#cursor = this.#cursor >= EPHEMERAL_LAST ? EPHEMERAL_FIRST : this.#cursor + 1;
      if (!used.has(this.#cursor)) return this.#cursor;
    }
    return 0;
  }

  #conflicts(holder: PortHolder, wanted: PortHolder): boolean {
    if (!overlaps(holder, wanted)) return false;
    if (!holder.reuse || !wanted.reuse) return true;
    // UDP：双方都同意就可以共用。TCP：双方都同意，而且占着的那一方没有在监听；
    // 它是连接，或者只剩 TIME_WAIT，都不妨碍再监听（Linux 的 inet_csk_bind_conflict）。
    return this.#protocol === 'tcp' && holder.listening;
  }
}

/** 两个本地地址会不会收到同一个报文。 */
function overlaps(a: PortHolder, b: PortHolder): boolean {
  if (!sharesFamily(a, b) && !sharesFamily(b, a)) return false;
  return a.address === b.address || isUnspecified(a.address) || isUnspecified(b.address);
}

/** `b` 的地址族里的报文，`a` 收不收。 */
function sharesFamily(a: PortHolder, b: PortHolder): boolean {
  const addressFamily = familyOf(b.address);
  return familyOf(a.address) === addressFamily || acceptsMapped(a);
}

/** 绑在 `::` 上、没有设 V6ONLY 的 IPv6 套接字也收 IPv4（RFC 3493 § 3.7）。 */
export function acceptsMapped(holder: PortHolder): boolean {
  return holder.family === 6 && holder.address === '::' && !holder.v6Only;
}

/** 到 `address` 的报文，这个占有者收不收。 */
export function matchesAddress(holder: PortHolder, address: string): boolean {
  if (holder.address === address) return true;
  if (!isUnspecified(holder.address)) return false;
  return familyOf(holder.address) === familyOf(address) || acceptsMapped(holder);
}
