/**
 * 把报文写成可以比较的一行行：`C PA 1 1 5` 是客户端发的、标志 PA、相对序号 1、确认 1、5 字节。
 */
import type { TraceEvent } from '../../../lab/index.ts';
import { formatFlags } from '../../../lab/index.ts';

/** 相对序号：减去各自的初始序号。 */
export class Relative {
  readonly #initial = new Map<string, number>();

  line(side: 'C' | 'S', port: number, flags: string, seq: number, ack: number, length: number): string {
    const own = `${side} ${port}`;
    const other = `${side === 'C' ? 'S' : 'C'} ${port}`;
    if (flags.startsWith('S')) this.#initial.set(own, seq);
    const relativeSeq = this.#initial.has(own) ? (seq - this.#initial.get(own)!) >>> 0 : 0;
    const relativeAck = flags.includes('A') ? (ack - (this.#initial.get(other) ?? 0)) >>> 0 : 0;
    return `${side} ${flags} ${relativeSeq} ${relativeAck} ${length}`;
  }
}

/** 中转站记下的（`relay.py` 的输出）。 */
export function linesOfRelay(output: string): string[] {
  const relative = new Relative();
  return output.split('\n').flatMap((text) => {
    const [side, fate, total, hex] = text.split(' ');
    if (!hex) return [];
    const line = lineOfPacket(relative, side === 'a' ? 'C' : 'S', Number(total), Buffer.from(hex, 'hex'));
    return line === undefined ? [] : [fate === 'drop' ? `${line} 丢` : line];
  });
}

function lineOfPacket(relative: Relative, side: 'C' | 'S', total: number, packet: Buffer): string | undefined {
  const header = (packet[0]! & 15) * 4;
  const transport = packet.subarray(header);
  const fragmentOffset = packet.readUInt16BE(6) & 0x1fff;
  if (fragmentOffset > 0) return `${side} fragment`;
  if (packet[9] === 17) return `${side} udp ${transport.readUInt16BE(4) - 8}`;
  if (packet[9] === 1) return transport[0] === 3 && transport[1] === 3 ? `${side} icmp port-unreachable` : undefined;
  if (packet[9] !== 6) return undefined;
  const bits = transport[13]!;
  const flags = formatFlags({ syn: (bits & 2) > 0, rst: (bits & 4) > 0, fin: (bits & 1) > 0, psh: (bits & 8) > 0, ack: (bits & 16) > 0 });
  const port = transport.readUInt16BE(side === 'C' ? 0 : 2);
  const length = total - header - (transport[12]! >> 4) * 4;
  return relative.line(side, port, flags, transport.readUInt32BE(4), transport.readUInt32BE(8), length);
}

/** 实验室的记录，写成同样的行。 */
export function linesOfTrace(trace: readonly TraceEvent[]): string[] {
  const relative = new Relative();
  return trace.flatMap((event) => {
    if (event.kind !== 'sent') return [];
    const side = event.from === 'a' ? 'C' : 'S';
    const { packet } = event;
    if (packet.protocol === 'icmp') return [`${side} icmp port-unreachable`];
    if (packet.protocol === 'udp') {
      const rest = Array.from({ length: event.fragments - 1 }, () => `${side} fragment`);
      return [`${side} udp ${packet.payload.length}`, ...rest];
    }
    const port = (side === 'C' ? packet.source : packet.destination).port;
    const line = relative.line(side, port, formatFlags(packet.flags), packet.seq, packet.ack, packet.payload.length);
    return [event.dropped ? `${line} 丢` : line];
  });
}

/** 去掉纯确认，两个方向分开：不管谁先谁后，只看各自发了什么。 */
export function withoutPureAcks(lines: readonly string[]): string {
  const kept = lines.filter((line) => !/ A \d+ \d+ 0( 丢)?$/.test(line));
  // 确认号随纯确认的早晚而变，所以也不比
  const shape = (line: string) => {
    const [side, flags, seq, , ...rest] = line.split(' ');
    return line.split(' ').length >= 5 ? [side, flags, seq, ...rest].join(' ') : line;
  };
  return ['C', 'S'].map((side) => kept.filter((line) => line.startsWith(side)).map(shape).join('; ')).join(' | ');
}
