/**
 * 重传超时的计算（RFC 6298）。
 */
import type { Micros } from '../clock.ts';
import { INITIAL_RTO, MAX_RTO, MIN_RTO } from './timeouts.ts';

export class RtoEstimator {
  readonly #minimum: Micros;
  readonly #granularity: Micros;
  #smoothed: Micros | undefined;
  #variance: Micros = 0;
  #rto = INITIAL_RTO;

  /**
   * @param minimum RTO 至少这么长
   * @param granularity `4 × RTTVAR` 至少算这么多。RFC 6298 § 2.3 只要求一个时钟粒度 G；
   *   Linux 用 200 毫秒，所以往返 20 毫秒的连接，RTO 是 220 毫秒。
   */
  constructor(minimum = MIN_RTO, granularity = MIN_RTO) {
    this.#minimum = minimum;
    this.#granularity = granularity;
  }

  /** 现在的 RTO，微秒；退避以后是加倍过的。 */
  get rto(): Micros {
    return this.#rto;
  }

  /** SRTT；还没有测过就是 undefined。 */
  get smoothed(): Micros | undefined {
    return this.#smoothed;
  }

  /** 测得一次往返时间。重发过的报文段不能用来测（Karn 算法，§ 3），由调用者保证。 */
  measured(roundTrip: Micros): void {
    if (this.#smoothed === undefined) {
      this.#smoothed = roundTrip;
      this.#variance = Math.floor(roundTrip / 2);
    } else {
      const error = Math.abs(this.#smoothed - roundTrip);
      this.#variance = Math.floor((3 * this.#variance + error) / 4);
      this.#smoothed = Math.floor((7 * this.#smoothed + roundTrip) / 8);
    }
    this.#rto = this.#computed();
  }

  /** 超时一次，加倍（§ 5.5）。 */
  backOff(): void {
    this.#rto = Math.min(this.#rto * 2, MAX_RTO);
  }

  /** 有新的确认：不再退避，回到算出来的值（§ 5.7 的讨论；Linux 也如此）。 */
  settle(): void {
    if (this.#smoothed !== undefined) this.#rto = this.#computed();
  }

  /** 直接设定（§ 5.7：握手重发过以后是 3 秒）。 */
  set(rto: Micros): void {
    this.#rto = rto;
  }

  #computed(): Micros {
    const rto = this.#smoothed! + Math.max(this.#granularity, 4 * this.#variance);
    return Math.min(Math.max(rto, this.#minimum), MAX_RTO);
  }
}
