/**
 * 接收缓冲区：按次序到了、应用还没有读的字节，和先到了、前面还缺着一截的报文段。
 */
import { add, difference, isAfter, isBefore } from './sequence.ts';

interface Early {
  seq: number;
  payload: Uint8Array;
  fin: boolean;
}

export class ReceiveQueue {
  /** 按次序到了、还没有交给进程的块。 */
  #ready: Uint8Array[] = [];
  /** 应用还没有读的字节，包括已经交给进程的近端、应用还没有取走的。 */
  #unreadBytes = 0;
  #early: Early[] = [];

  get unreadBytes(): number {
    return this.#unreadBytes;
  }

  get hasEarly(): boolean {
    return this.#early.length > 0;
  }

  /** 有没有还没交给进程的数据。 */
  get hasReady(): boolean {
    return this.#ready.length > 0;
  }

  push(payload: Uint8Array): void {
    if (payload.length === 0) return;
    this.#ready.push(payload);
    this.#unreadBytes += payload.length;
  }

  /** 交给进程的近端；应用真正读走时再调用 `consumed`。 */
  takeReady(): Uint8Array[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  consumed(bytes: number): void {
    this.#unreadBytes -= bytes;
  }

  /** 收下一个先到的报文段，按序号排好；已经有了的不再收。 */
  keepEarly(seq: number, payload: Uint8Array, fin: boolean): void {
    const index = this.#early.findIndex((other) => !isBefore(other.seq, seq));
    const next = index < 0 ? undefined : this.#early[index];
    if (next && next.seq === seq && next.payload.length >= payload.length) return;
    this.#early.splice(index < 0 ? this.#early.length : index, 0, { seq, payload, fin });
  }

  /**
   * 前面补齐了：取出从 `nxt` 起连得上的下一段。
   *
   * @returns 去掉重复部分以后的内容；没有连得上的就是 undefined
   */
  takeEarly(nxt: number): { payload: Uint8Array; fin: boolean } | undefined {
    while (this.#early[0] && !isAfter(this.#early[0].seq, nxt)) {
      const { seq, payload, fin } = this.#early.shift()!;
      const overlap = difference(nxt, seq);
      const isNew = isAfter(add(seq, payload.length), nxt) || (fin && overlap <= payload.length);
      if (isNew) return { payload: payload.subarray(overlap), fin };
    }
    return undefined;
  }
}
