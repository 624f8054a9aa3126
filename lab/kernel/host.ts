/**
 * 一台主机：名字、地址，和它自己的 UDP、TCP。
 */
import { familyOf, isLoopback, isUnspecified, type Endpoint } from './address.ts';
import type { Network } from './network.ts';
import type { IcmpUnreachable, Packet } from './packet.ts';
import { EPHEMERAL_FIRST, EPHEMERAL_LAST } from './ports.ts';
import { Random } from './random.ts';
import { TcpLayer } from './tcp/layer.ts';
import type { ArrivalResult } from './trace.ts';
import { UdpLayer } from './udp.ts';

export class Host {
  readonly network: Network;
  readonly name: string;
  /** 网卡上的地址，第一个最先用；回环地址不写在这里。 */
  readonly addresses: readonly string[];
  readonly udp: UdpLayer;
  readonly tcp: TcpLayer;

  constructor(network: Network, name: string, addresses: readonly string[]) {
    this.network = network;
    this.name = name;
    this.addresses = addresses;
    const random = new Random(network.seed, `host ${name}`);
    this.udp = new UdpLayer(this, firstCursor(random));
    this.tcp = new TcpLayer(this, firstCursor(random), random);
  }

  /** 这个地址是不是这台主机的；`bind` 只能用自己的地址。 */
  owns(address: string): boolean {
    return this.addresses.includes(address) || isLoopback(address);
  }

  canBind(address: string): boolean {
    return isUnspecified(address) || this.owns(address);
  }

  /**
   * 发往 `destination` 的报文写哪个源地址（RFC 6724 §5）；没有同族的地址就是 undefined。
   * 发往 127.0.0.0/8 的一律写 127.0.0.1，与 Linux 相同。
   */
  sourceAddressFor(destination: string): string | undefined {
    if (isLoopback(destination)) return familyOf(destination) === 6 ? '::1' : '127.0.0.1';
    if (this.owns(destination)) return destination;
    const sameFamily = this.addresses.filter((address) => familyOf(address) === familyOf(destination));
    return sameFamily.find((address) => prefixOf(address) === prefixOf(destination)) ?? sameFamily[0];
  }

  send(packet: Packet, retransmission?: number): void {
    this.network.send(this, packet, retransmission);
  }

  /** 一个报文到了。 */
  receive(packet: Packet): ArrivalResult {
    switch (packet.protocol) {
      case 'udp':
        return this.udp.receive(packet);
      case 'tcp':
        return this.tcp.receive(packet);
      case 'icmp':
        return this.udp.unreachable(packet);
    }
  }

  /** 告诉对方：它要的那个 UDP 端口上没有人（RFC 1122 §4.1.3.1）。 */
  sendPortUnreachable(about: { source: Endpoint; destination: Endpoint }): void {
    const packet: IcmpUnreachable = {
      protocol: 'icmp',
      source: { address: about.destination.address, port: 0 },
      destination: { address: about.source.address, port: 0 },
      about,
    };
    this.send(packet);
  }
}

/** 第一个临时端口由种子决定。 */
function firstCursor(random: Random): number {
  return EPHEMERAL_FIRST + random.below(EPHEMERAL_LAST - EPHEMERAL_FIRST);
}

/** 同一个子网：IPv4 看前 24 位，IPv6 看前 64 位。模拟不让读者设掩码。 */
function prefixOf(address: string): string {
  const separator = familyOf(address) === 6 ? ':' : '.';
  const groups = address.split(separator);
  return groups.slice(0, familyOf(address) === 6 ? 4 : 3).join(separator);
}
