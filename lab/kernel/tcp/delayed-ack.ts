/**
 * 什么时候确认：Linux 的迟延确认（RFC 9293 § 3.8.6.3，RFC 5681 § 4.2）。
 *
 * RFC 只说：每两个满的报文段至少确认一次，不能拖过 0.5 秒。Linux 的做法是：
 *
 * - 刚开始的十几个确认立刻发（quick ACK），让对方的窗口快些长大；
 * - 一旦本方在收到数据后不久也发了数据，就认定这是一问一答（pingpong），
 *   以后的确认都等一等，好搭下一个应答的车，最多等 40 毫秒起的一段时间；
 * - 收到重复的、乱序的报文段，立刻确认，并且回到 quick ACK。
 *
 * 名字与 Linux 的 inet_connection_sock.icsk_ack 相同，便于对照。
 */
import type { Micros } from '../clock.ts';
import { MAX_DELAYED_ACK, MIN_DELAYED_ACK } from './timeouts.ts';

const MAX_QUICK_ACKS = 16;
/** 还没有收到过数据时，估计对方的报文段有多大（TCP_MSS_DEFAULT）。 */
const INITIAL_SEGMENT_ESTIMATE = 536;

export class DelayedAck {
  /** 还可以立刻发几个确认。 */
  #quick = 0;
  /** 等多久；0 表示还没有收到过数据。 */
  #ato: Micros = 0;
  #pingpong = false;
  #lastReceived: Micros = 0;
  /** 上次确认以后收到过几个小报文段：0、1、2（2 表示两个或更多）。 */
  #smallSegments = 0;
  /** 估计的对方的报文段大小。 */
  segmentEstimate = INITIAL_SEGMENT_ESTIMATE;
  /** 欠着一个确认。 */
  isOwed = false;

  /** 立刻发，还是可以等。 */
  get isQuick(): boolean {
    return this.#quick > 0 && !this.#pingpong;
  }

  /** 收到了 `bytes` 字节按次序到达的新数据（tcp_event_data_recv）。 */
  received(now: Micros, bytes: number, receiveWindow: number, rto: Micros): void {
    this.isOwed = true;
    this.#measure(bytes);
    const gap = now - this.#lastReceived;
    if (this.#ato === 0) {
      this.#allowQuick(receiveWindow);
      this.#ato = MIN_DELAYED_ACK;
    } else if (gap <= MIN_DELAYED_ACK / 2) {
      this.#ato = Math.floor(this.#ato / 2) + MIN_DELAYED_ACK / 2;
    } else if (gap < this.#ato) {
      this.#ato = Math.min(Math.floor(this.#ato / 2) + gap, rto);
    } else if (gap > rto) {
      // 停了很久：对方大概从头开始探路，快些确认
      this.#allowQuick(receiveWindow);
    }
    this.#lastReceived = now;
  }

  /** 本方发了数据：刚收到就发，说明是一问一答（tcp_event_data_sent）。 */
  dataSent(now: Micros): void {
    if (now - this.#lastReceived < this.#ato) this.#pingpong = true;
  }

  /** 发出的报文段带了确认：不欠了（tcp_event_ack_sent）。 */
  ackSent(): void {
    this.isOwed = false;
    this.#smallSegments = 0;
    if (this.#quick > 0) this.#quick -= 1;
  }

  /** 收到重复的或乱序的：立刻确认（tcp_enter_quickack_mode）。 */
  enterQuick(receiveWindow: number): void {
    this.isOwed = true;
    this.#allowQuick(receiveWindow);
    this.#pingpong = false;
    this.#ato = MIN_DELAYED_ACK;
  }

  /** 收到 FIN：应用多半马上也要发 FIN，等一等好搭车（tcp_fin）。 */
  finReceived(): void {
    this.isOwed = true;
    this.#pingpong = true;
  }

  /** 欠着的确认最多再等多久（tcp_send_delayed_ack）。 */
  delay(smoothedRoundTrip: Micros | undefined): Micros {
    if (this.#ato <= MIN_DELAYED_ACK) return this.#ato || MIN_DELAYED_ACK;
    let longest = this.#pingpong ? MAX_DELAYED_ACK : 500_000;
    if (smoothedRoundTrip !== undefined) {
      longest = Math.min(longest, Math.max(smoothedRoundTrip, MIN_DELAYED_ACK));
    }
    return Math.min(this.#ato, longest);
  }

  /** 等够了也没有车可搭（tcp_delack_timer_handler）。 */
  waitedInVain(rto: Micros): void {
    if (this.#pingpong) {
      this.#pingpong = false;
      this.#ato = MIN_DELAYED_ACK;
    } else {
      this.#ato = Math.min(this.#ato * 2, rto);
    }
  }

  /** 应用读空了接收缓冲区：小报文段的确认这时就发（tcp_cleanup_rbuf）。 */
  isDueAfterDraining(): boolean {
    return this.isOwed && (this.#smallSegments === 2 || (this.#smallSegments === 1 && !this.#pingpong));
  }

  #measure(bytes: number): void {
    if (bytes >= this.segmentEstimate) this.segmentEstimate = bytes;
    else this.#smallSegments = Math.min(this.#smallSegments + 1, 2);
  }

  #allowQuick(receiveWindow: number): void {
    const segments = Math.floor(receiveWindow / (2 * this.segmentEstimate)) || 2;
    this.#quick = Math.max(this.#quick, Math.min(segments, MAX_QUICK_ACKS));
  }
}
