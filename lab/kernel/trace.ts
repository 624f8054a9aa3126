/**
 * 记录：网络上发生的每一件事，按次序。
 *
 * 画面、测试、「同一个种子是同一份记录」的指纹都从这里来。
 */
import type { Endpoint } from './address.ts';
import type { Micros } from './clock.ts';
import type { DropReason } from './link.ts';
import { describePacket, type Packet } from './packet.ts';
import { mix, mixText } from './random.ts';
import type { TcpState } from './tcp/states.ts';

export type TraceEvent =
  | {
      kind: 'sent';
      time: Micros;
      id: number;
      from: string;
      /** 目的主机；没有主机用这个地址就是 undefined */
      to: string | undefined;
      packet: Packet;
      /** 各份什么时候到；丢了就是空的 */
      arrivals: Micros[];
      dropped?: DropReason;
      fragments: number;
      /** 这个报文段以前发过：第几次重发 */
      retransmission?: number;
    }
  /** 读者改了一个在路上的报文 */
  | { kind: 'changed'; time: Micros; id: number; change: 'drop' | 'delay' | 'duplicate'; arrivals: Micros[] }
  | { kind: 'arrived'; time: Micros; id: number; host: string; result: ArrivalResult }
  | { kind: 'state'; time: Micros; host: string; local: Endpoint; remote: Endpoint; state: TcpState };

export type ArrivalResult =
  | 'delivered'
  /** UDP：没有套接字要它 */
  | 'no-socket'
  /** UDP：接收缓冲区满了 */
  | 'buffer-full'
  /** TCP：监听的队列满了，不作声地丢掉 */
  | 'backlog-full';

/** 一行文字；同样的事总是同样的文字。 */
export function describeEvent(event: TraceEvent): string {
  const at = `${event.time}`;
  switch (event.kind) {
    case 'sent': {
      const fate = event.dropped ? `dropped(${event.dropped})` : `arrives ${event.arrivals.join(',')}`;
      return `${at} #${event.id} ${describePacket(event.packet)} ${fate}`;
    }
    case 'changed':
      return `${at} #${event.id} ${event.change} ${event.arrivals.join(',')}`;
    case 'arrived':
      return `${at} #${event.id} ${event.host} ${event.result}`;
    case 'state':
      return `${at} ${event.host} ${event.local.port} ${event.remote.port} ${event.state}`;
  }
}

/** 把一件事揉进 32 位的指纹 `hash`：两次运行一样不一样，比两个数就知道。 */
export function mixEvent(hash: number, event: TraceEvent): number {
  const mixed = mixText(hash, `${describeEvent(event)}\n`);
  if (event.kind !== 'sent' || event.packet.protocol === 'icmp') return mixed;
  return event.packet.payload.reduce(mix, mixed);
}
