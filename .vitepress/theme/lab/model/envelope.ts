/** 拆开一个报文：每一栏叫什么、写着什么、是谁写的。 */
import type { Packet } from '../../../../lab/index.ts';
import { flagNames, hex, payloadOf, payloadText } from './words.ts';

export interface Field {
  name: string;
  value: string;
  /** 程序写的，还是系统写的 */
  by: 'app' | 'sys';
  /** 再说一句 */
  note?: string;
}

export interface Envelope {
  protocol: string;
  fields: Field[];
  bytes: number;
  text: string;
  hex: string;
}

/**
 * @param first 两个方向的第一个序号：看得懂的序号从它数起
 */
export function openEnvelope(packet: Packet, first: { seq: number; ack: number }): Envelope {
  const payload = payloadOf(packet);
  const protocol = { udp: 'UDP 报文', tcp: 'TCP 报文段', icmp: 'ICMP 报文' }[packet.protocol];
  return { protocol, fields: fieldsOf(packet, first), bytes: payload.length, text: payloadText(payload), hex: hex(payload) };
}

function fieldsOf(packet: Packet, first: { seq: number; ack: number }): Field[] {
  const { source, destination } = packet;
  if (packet.protocol === 'icmp') {
    return [
      { name: '源地址', value: source.address, by: 'sys' },
      { name: '目的地址', value: destination.address, by: 'sys' },
      { name: '说的是', value: `${packet.about.destination.address}:${packet.about.destination.port} 没有套接字`, by: 'sys' },
    ];
  }
  // UDP 的目的地址是程序每次写的；TCP 的在连接时就定了，报文段由系统来写
  const target = packet.protocol === 'udp' ? 'app' : 'sys';
  const addresses: Field[] = [
    { name: '源', value: `${source.address}:${source.port}`, by: 'sys' },
    { name: '目的', value: `${destination.address}:${destination.port}`, by: target },
  ];
  if (packet.protocol === 'udp') return [...addresses, { name: '长度', value: `${8 + packet.payload.length}`, by: 'sys', note: `首部 8 + 数据 ${packet.payload.length}` }];
  return [
    ...addresses,
    { name: '标志', value: flagNames(packet), by: 'sys' },
    sequence('序号', packet.seq, first.seq),
    ...(packet.flags.ack ? [sequence('确认号', packet.ack, first.ack)] : []),
    { name: '窗口', value: `${packet.window}`, by: 'sys' },
    ...(packet.maximumSegmentSize ? [{ name: 'MSS', value: `${packet.maximumSegmentSize}`, by: 'sys' as const }] : []),
  ];
}

function sequence(name: string, raw: number, first: number): Field {
  return { name, value: `${(raw - first) >>> 0}`, by: 'sys', note: `报文段里写的是 ${raw}` };
}

/** 两个方向的第一个序号，从记录里的 SYN 得来。 */
export function firstNumbers(packet: Packet, all: readonly Packet[]): { seq: number; ack: number } {
  const same = (a: { address: string; port: number }, b: { address: string; port: number }) => a.address === b.address && a.port === b.port;
  const opening = (from: Packet['source'], to: Packet['source']) => {
    const found = all.findLast((one) => one.protocol === 'tcp' && one.flags.syn && same(one.source, from) && same(one.destination, to));
    return found?.protocol === 'tcp' ? found.seq : 0;
  };
  return { seq: opening(packet.source, packet.destination), ack: opening(packet.destination, packet.source) };
}
