/**
 * 网络上走的东西。模拟不把头部编成字节：每个字段有名字，看得见，改得动。
 * 头部的大小照真的算，带宽、MTU、记录里的长度都靠它。
 */
import { familyOf, formatEndpoint, type Endpoint } from './address.ts';

export interface UdpDatagram {
  readonly protocol: 'udp';
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly payload: Uint8Array;
}

export interface TcpFlags {
  readonly syn?: boolean;
  readonly ack?: boolean;
  readonly fin?: boolean;
  readonly rst?: boolean;
  readonly psh?: boolean;
}

export interface TcpSegment {
  readonly protocol: 'tcp';
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly flags: TcpFlags;
  /** SEG.SEQ */
  readonly seq: number;
  /** SEG.ACK；没有 ACK 标志时为 0 */
  readonly ack: number;
  /** SEG.WND，字节；窗口扩大因子（RFC 7323）已经乘过 */
  readonly window: number;
  /** MSS 选项，只在 SYN 里（RFC 9293 § 3.7.1） */
  readonly maximumSegmentSize?: number;
  readonly payload: Uint8Array;
}

/** ICMP 目的不可达、端口不可达（RFC 792；RFC 4443 § 3.1）。 */
export interface IcmpUnreachable {
  readonly protocol: 'icmp';
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** 惹出它的那个报文：内核靠这几项找到该知道这件事的套接字。 */
  readonly about: { readonly source: Endpoint; readonly destination: Endpoint };
}

export type Packet = UdpDatagram | TcpSegment | IcmpUnreachable;

export const EMPTY = new Uint8Array(0);

export const UDP_HEADER_BYTES = 8;
export const TCP_HEADER_BYTES = 20;
/** 时间戳选项（RFC 7323）：Linux 的每个报文段都带，12 字节。 */
export const TCP_TIMESTAMP_BYTES = 12;
const TCP_SYN_OPTION_BYTES = 20;
const ICMP_HEADER_BYTES = 8;

export function ipHeaderBytes(address: string): number {
  return familyOf(address) === 6 ? 40 : 20;
}

/** IP 头以后的字节数。 */
export function transportBytes(packet: Packet): number {
  switch (packet.protocol) {
    case 'udp':
      return UDP_HEADER_BYTES + packet.payload.length;
    case 'tcp':
      return TCP_HEADER_BYTES + (packet.flags.syn ? TCP_SYN_OPTION_BYTES : TCP_TIMESTAMP_BYTES) + packet.payload.length;
    case 'icmp':
      // ICMP 的差错报文带着原报文的 IP 头和头 8 个字节
      return ICMP_HEADER_BYTES + ipHeaderBytes(packet.source.address) + 8;
  }
}

/** 标志的通行写法：S、SA、A、PA、FA、R、RA。 */
export function formatFlags(flags: TcpFlags): string {
  return (flags.syn ? 'S' : '') + (flags.rst ? 'R' : '') + (flags.fin ? 'F' : '') + (flags.psh ? 'P' : '') + (flags.ack ? 'A' : '');
}

/** 一行文字说清一个报文，记录的指纹也用它。 */
export function describePacket(packet: Packet): string {
  const route = `${formatEndpoint(packet.source)} > ${formatEndpoint(packet.destination)}`;
  switch (packet.protocol) {
    case 'udp':
      return `udp ${route} len=${packet.payload.length}`;
    case 'tcp':
      return `tcp ${route} [${formatFlags(packet.flags)}] seq=${packet.seq} ack=${packet.ack} win=${packet.window} len=${packet.payload.length}`;
    case 'icmp':
      return `icmp ${route} port unreachable ${formatEndpoint(packet.about.destination)}`;
  }
}
