/**
 * 发送缓冲区：应用写进来、还没有被确认的字节。
 *
 * 分两段：已经发出、等着确认的（`outstanding`，一个报文段一项），
 * 和还没有发出的（一串块，发的时候才切成报文段）。
 */
import { ByteQueue } from '../bytes.ts';
import type { Micros } from '../clock.ts';
import { add, isAfter, isBefore } from './sequence.ts';

/** 发出去、等着确认的一个报文段。 */
export interface Outstanding {
  seq: number;
  /** 它后面第一个序号；SYN、FIN 各占一个。 */
  end: number;
  payload: Uint8Array;
  syn: boolean;
  fin: boolean;
  psh: boolean;
  sentAt: Micros;
  retransmissions: number;
  /** 超时以后认为它丢了，还没有重发。 */
  lost: boolean;
}

export class SendQueue {
  readonly outstanding: Outstanding[] = [];
  #unsent = new ByteQueue();
  #outstandingBytes = 0;
  /** 各次写在第几个未发字节处结束：带着它的报文段有 PSH（RFC 9293 § 3.9.1.2）。 */
  #pushAt: number[] = [];

  get unsentBytes(): number {
    return this.#unsent.length;
  }

  /** 占着发送缓冲区的字节。 */
  get bytes(): number {
    return this.#unsent.length + this.#outstandingBytes;
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#unsent.push(bytes);
    this.#pushAt.push(this.#unsent.length);
  }

  /** 取出最前面 `length` 个未发的字节。 */
  take(length: number): { payload: Uint8Array; psh: boolean } {
    const payload = this.#unsent.take(length);
    const psh = this.#pushAt.some((position) => position <= length);
    this.#pushAt = this.#pushAt.filter((position) => position > length).map((position) => position - length);
    return { payload, psh };
  }

  sent(segment: Outstanding): void {
    this.outstanding.push(segment);
    this.#outstandingBytes += segment.payload.length;
  }

  /** 确认到 `ack`：返回其中没有重发过的最后一个的发出时刻，用来测往返时间（Karn，RFC 6298 § 3）。 */
  acknowledge(ack: number): { sentAt: Micros | undefined; bytes: number } {
    let sentAt: Micros | undefined;
    let bytes = 0;
    while (this.outstanding[0] && !isAfter(this.outstanding[0].end, ack)) {
      const segment = this.outstanding.shift()!;
      bytes += segment.payload.length;
      sentAt = segment.retransmissions === 0 ? segment.sentAt : undefined;
    }
    this.#outstandingBytes -= bytes;
    bytes += this.#trimFirst(ack);
    return { sentAt, bytes };
  }

  clear(): void {
    this.outstanding.length = 0;
    this.#unsent = new ByteQueue();
    this.#pushAt = [];
    this.#outstandingBytes = 0;
  }

  /** 第一个报文段只确认了一部分：去掉确认过的字节。 */
  #trimFirst(ack: number): number {
    const first = this.outstanding[0];
    if (!first || !isBefore(first.seq, ack)) return 0;
    const acknowledged = (ack - first.seq) >>> 0;
    first.payload = first.payload.subarray(acknowledged);
    first.seq = add(first.seq, acknowledged);
    this.#outstandingBytes -= acknowledged;
    return acknowledged;
  }
}
