// 应答什么时候走：推迟一会儿，或者扣住，等下一个走了再走。
// 这里只管时间，不认识套接字：怎样寄，由服务端交来的 send 去做。

/** 一直没有下一个应答，最多扣这么久，毫秒。 */
const longestHoldMs = 800;

export class Departures {
  readonly #timers = new Set<NodeJS.Timeout>();
  #releaseHeld: () => void = () => {};

  /** 过 ms 毫秒再走，0 是马上走；它走了以后，扣着的那一个跟着走。 */
  postpone(ms: number, send: () => void): void {
    const depart = (): void => {
      send();
      this.#releaseHeld();
    };
    if (ms === 0) depart();
    else this.#after(ms, depart);
  }

  /** 扣住。前面还扣着一个，就让那一个先走：手里只扣一个。 */
  hold(send: () => void): void {
    this.#releaseHeld();
    const release = (): void => {
      this.#forget(timer);
      this.#releaseHeld = () => {};
      send();
    };
    const timer = this.#after(longestHoldMs, release);
    this.#releaseHeld = release;
  }

  /** 还没有走的都不走了。 */
  cancel(): void {
    for (const timer of this.#timers) this.#forget(timer);
  }

  #after(ms: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #forget(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}
