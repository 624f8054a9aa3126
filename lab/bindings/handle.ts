/**
 * 句柄：UDP、TCP、管道的共同部分（Node 的 AsyncWrap、HandleWrap，libuv 的 uv_handle_t）。
 */
import type { EventLoop } from '../process/loop.ts';
import type { AsyncIds } from './async-wrap.ts';

export type Wraps = ReturnType<typeof makeWraps>;

/**
 * 一个进程的两个基类。每个进程各造一份，句柄自己就不必记着是哪个进程的：
 * `console.log(socket)` 会把句柄的成员都打印出来，真的句柄里没有这些。
 */
export function makeWraps(loop: EventLoop, ids: AsyncIds) {
  /** 有异步编号的东西。 */
  class AsyncWrap {
    #asyncId: number | undefined;

    getAsyncId(): number {
      return (this.#asyncId ??= ids.next());
    }
  }

  /** 一个句柄。开着、在忙、没有 unref 的句柄让进程活着。 */
  abstract class HandleWrap extends AsyncWrap {
    #isClosed = false;
    #ref = true;

    constructor() {
      super();
      loop.alive.add(this);
    }

    /** 在忙：在监听、在读、有没写完的东西。 */
    protected abstract get isActive(): boolean;

    /** 关掉内核里的套接字。 */
    protected abstract release(): void;

    get isClosed(): boolean {
      return this.#isClosed;
    }

    get isAlive(): boolean {
      return this.hasRef() && this.isActive;
    }

    ref(): void {
      this.#ref = true;
    }

    unref(): void {
      this.#ref = false;
    }

    hasRef(): boolean {
      return this.#ref && !this.#isClosed;
    }

    /** 描述符当场就关，回调在这一轮的末尾（uv_close）。 */
    close(callback?: () => void): void {
      if (this.#isClosed) return;
      this.#isClosed = true;
      this.release();
      loop.postClosing(() => {
        loop.alive.delete(this);
        if (typeof callback === 'function') callback.call(this);
      });
    }

    /** 排一个回调；句柄先关了就不再调用。 */
    protected later(callback: () => void): void {
      loop.post(() => {
        if (!this.#isClosed) callback();
      });
    }
  }

  return { AsyncWrap, HandleWrap };
}
