/** 看到了什么：实验的结论都从记录、终端、套接字表里数出来。 */
import type { Packet, SocketRow, TraceEvent } from '../../../../lab/index.ts';
import type { Stage } from '../model/stage.ts';
import { payloadText } from '../model/words.ts';

export type SentEvent = Extract<TraceEvent, { kind: 'sent' }>;

/** 一个终端里的程序写过的，合在一起。 */
export function said(stage: Stage, id: string): string {
  return stage.terminal(id)?.text ?? '';
}

export function printed(stage: Stage, id: string, text: string): boolean {
  return said(stage, id).includes(text);
}

export function ended(stage: Stage, id: string): boolean {
  return stage.terminal(id)?.process?.exit !== undefined;
}

/** 这个程序写了标准错误，或者没有好好结束。 */
export function failed(stage: Stage, id: string): boolean {
  const process = stage.terminal(id)?.process;
  return process !== undefined && (process.stderr !== '' || (process.exit?.code ?? 0) !== 0);
}

export function count(stage: Stage, wanted: (event: TraceEvent) => boolean): number {
  return stage.lab.trace.filter(wanted).length;
}

/** 从这台主机寄出去的，不算寄给自己的。 */
export function sentBy(stage: Stage, host: string): SentEvent[] {
  return stage.lab.trace.filter((event) => event.kind === 'sent').filter(({ from, to }) => from === host && to !== host);
}

export function isIcmp(event: TraceEvent): boolean {
  return event.kind === 'sent' && event.packet.protocol === 'icmp';
}

/** 报文里的字；没有内容就是空的。 */
export function textOf(packet: Packet): string {
  return packet.protocol === 'icmp' ? '' : payloadText(packet.payload);
}

/** 一台主机上的一个连接套接字：端口是本地的或者远端的都算。 */
export function connectionOn(stage: Stage, host: string, port = 12000): SocketRow | undefined {
  return stage.sockets(host).find(({ protocol, local, remote }) => protocol === 'tcp' && remote !== undefined && (local.port === port || remote.port === port));
}

/** 这个连接的状态，照套接字表。 */
export function stateOf(stage: Stage, host: string, port?: number): string {
  return connectionOn(stage, host, port)?.state ?? '没有连接';
}
