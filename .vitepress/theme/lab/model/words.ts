/** 把记录里的事说成中文：屏幕上的名字，读屏软件念的句子。 */
import type { Packet, TcpSegment, TraceEvent } from '../../../../lab/index.ts';

/** 虚拟时间，写给人看。 */
export function formatTime(micros: number): string {
  if (micros < 1_000_000) return `${trim(micros / 1000)} 毫秒`;
  if (micros < 3_600_000_000) return `${trim(micros / 1_000_000)} 秒`;
  return `${trim(micros / 3_600_000_000)} 小时`;
}

function trim(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1).replace(/\.?0+$/, '');
}

/** 标志，写全名：读者第一次见到它们。 */
export function flagNames({ flags }: TcpSegment): string {
  const names = [flags.syn && 'SYN', flags.fin && 'FIN', flags.rst && 'RST', flags.ack && 'ACK'];
  return names.filter((name) => name).join('+');
}

/** 载荷当作 UTF-8 来读；控制字符换成看得见的。 */
export function payloadText(payload: Uint8Array): string {
  return new TextDecoder()
    .decode(payload)
    .replaceAll('\n', '↵')
    // oxlint-disable-next-line no-control-regex -- 找的就是控制字符
    .replace(/[\u0000-\u001f]/g, '·');
}

/** 十六进制，一个字节两位。 */
export function hex(payload: Uint8Array): string {
  return [...payload].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

export function payloadOf(packet: Packet): Uint8Array {
  return packet.protocol === 'icmp' ? new Uint8Array(0) : packet.payload;
}

/** 它叫什么：系统写的那一半。 */
export function nameOf(packet: Packet): string {
  if (packet.protocol === 'udp') return 'UDP';
  if (packet.protocol === 'icmp') return 'ICMP 端口不可达';
  return flagNames(packet);
}

const losses: Record<string, string> = {
  loss: '丢在路上',
  'queue-full': '排队的太多，丢了',
  down: '链路断了，丢了',
  'no-route': '没有主机用这个地址，丢了',
  intervention: '按实验的安排丢了',
  reader: '被你丢掉',
};

export function lossWords(by: string | undefined): string {
  return losses[by ?? 'loss']!;
}

const results: Record<string, string> = {
  delivered: '',
  'no-socket': '没有套接字要它',
  'buffer-full': '缓冲区满了，丢了',
  'backlog-full': '队伍满了，丢了',
};

export function resultWords(result: string | undefined): string {
  return result ? results[result]! : '';
}

/** 一件事，一句话；`titles` 是主机的名字。 */
export function sentence(event: TraceEvent, titles: Record<string, string>): string {
  const title = (host: string | undefined) => titles[host ?? ''] ?? '网络';
  switch (event.kind) {
    case 'sent': {
      const { packet } = event;
      const payload = payloadOf(packet);
      const content = packet.protocol === 'icmp' ? '' : payload.length > 0 ? `，${payload.length} 字节「${payloadText(payload)}」` : '，没有数据';
      const again = event.retransmission ? `，第 ${event.retransmission} 次重传` : '';
      const lost = event.dropped ? `。${lossWords(event.dropped)}` : '';
      return `${title(event.from)}寄往${title(event.to)}：${nameOf(packet)}，端口 ${packet.source.port} 到 ${packet.destination.port}${content}${again}${lost}`;
    }
    case 'arrived': {
      const what = resultWords(event.result);
      return `第 ${event.id} 个到了${title(event.host)}${what && `，${what}`}`;
    }
    case 'changed':
      return `第 ${event.id} 个${{ drop: '被你丢掉', delay: '被你推迟', duplicate: '被你变成两份' }[event.change]}`;
    case 'state':
      return `${title(event.host)}的连接：${event.state}`;
  }
}
