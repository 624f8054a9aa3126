/**
 * 一台主机：名字、地址，和它自己的 UDP、TCP。
 */
import type { Endpoint } from './address.ts';
import type { Network } from './network.ts';
import type { IcmpUnreachable, Packet } from './packet.ts';
import { EPHEMERAL_FIRST, EPHEMERAL_LAST } from './ports.ts';
import { Random } from './random.ts';
import { owns } from './routing.ts';
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

  owns(address: string): boolean {
    return owns(this.addresses, address);
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

  /** 告诉对方：它要的那个 UDP 端口上没有人（RFC 1122 § 4.1.3.1）。 */
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
