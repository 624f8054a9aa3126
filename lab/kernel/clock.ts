/**
 * 虚拟时钟：模拟世界里唯一的时间。
 *
 * 时间是整数微秒，从 0 开始。它不会自己走：取出最早的一件事，时间就跳到那一刻。
 * 所以等 60 秒的 TIME_WAIT 不花真实时间；同样的事按同样的次序发生，每次都一样。
 */

/** 虚拟时间，整数微秒。 */
export type Micros = number;

export const MILLISECOND: Micros = 1_000;
export const SECOND: Micros = 1_000_000;

/** 一件约好的事。用 `VirtualClock.cancel` 取消。 */
export interface Timer {
  readonly time: Micros;
  /** 约定的先后。同一时刻的事，先约的先做。 */
  readonly order: number;
  readonly action: () => unknown;
  cancelled: boolean;
}

export class VirtualClock {
  #now: Micros = 0;
  #nextOrder = 0;
  readonly #heap: Timer[] = [];

  get now(): Micros {
    return this.#now;
  }

  /** 约在某一时刻做一件事；已经过去的时刻按「现在」算。 */
  at(time: Micros, action: () => unknown): Timer {
    if (!Number.isSafeInteger(time)) throw new RangeError(`时间要用整数微秒：${time}`);
    const timer: Timer = { time: Math.max(time, this.#now), order: this.#nextOrder++, action, cancelled: false };
    this.#push(timer);
    return timer;
  }

  /** 约在 `delay` 微秒以后做一件事。 */
  after(delay: Micros, action: () => unknown): Timer {
    return this.at(this.#now + delay, action);
  }

  /** 取消一件事。它留在堆里，轮到时跳过：从堆中间删除要贵得多。 */
  cancel(timer: Timer | undefined): void {
    if (timer) timer.cancelled = true;
  }

  /** 下一件事的时刻；没有事了就是 undefined。 */
  nextTime(): Micros | undefined {
    while (this.#heap[0]?.cancelled) this.#pop();
    return this.#heap[0]?.time;
  }

  /** 做下一件事，返回它的返回值（轮到一个进程运行时，那是一个 Promise）。 */
  runNext(): unknown {
    if (this.nextTime() === undefined) return undefined;
    const timer = this.#pop();
    this.#now = timer.time;
    // 做过的事再取消也无妨；标上记号，别人就看得出它已经做过
    timer.cancelled = true;
    return timer.action();
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(timer, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = timer;
  }

  #pop(): Timer {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) this.#sink(last);
    return first;
  }

  /** 把 `timer` 从堆顶往下放到它该在的地方。 */
  #sink(timer: Timer): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, timer)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = timer;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
