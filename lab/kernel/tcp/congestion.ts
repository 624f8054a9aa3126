/**
 * 拥塞控制的位置（RFC 5681）。
 *
 * 这一版不控制拥塞：发多少只看对方的窗口。以后的慢启动、拥塞避免、快速重传
 * 实现这个接口就行，别处不用改。
 */
export interface CongestionControl {
  /** 拥塞窗口，字节：在路上的数据不能超过它。 */
  readonly window: number;
  /** 新确认了 `bytes` 字节。 */
  acknowledged(bytes: number): void;
  /** 第 `count` 个重复的确认；返回 true 就立刻重发最早的报文段。 */
  duplicateAck(count: number): boolean;
  /** 重传超时。 */
  timedOut(): void;
}

export const noCongestionControl: CongestionControl = {
  window: Infinity,
  acknowledged() {},
  duplicateAck: () => false,
  timedOut() {},
};
