/**
 * 句柄：UDP、TCP、管道的共同部分（Node 的 HandleWrap、libuv 的 uv_handle_t）。
 */
import type { AsyncIds } from './async-wrap.ts';
import type { Context } from './context.ts';

/** 有异步编号的东西。 */
export class AsyncWrap {
  readonly #ids: AsyncIds;
  #asyncId: number | undefined;

  constructor(ids: AsyncIds) {
    this.#ids = ids;
  }

  getAsyncId(): number {
    return (this.#asyncId ??= this.#ids.next());
  }

}

/**
 * 一个句柄。开着、在忙、没有 unref 的句柄让进程活着。
 * 下划线开头的成员只给绑定自己用，lib 不碰。
 */
export abstract class HandleWrap extends AsyncWrap {
  readonly _context: Context;
  _closed = false;
  #ref = true;

  constructor(context: Context, ids: AsyncIds) {
    super(ids);
    this._context = context;
    context.loop.alive.add(this);
  }

  /** 在忙：在监听、在读、有没写完的东西。 */
  protected abstract get isActive(): boolean;

  /** 关掉内核里的套接字。 */
  protected abstract release(): void;

  get isAlive(): boolean {
    return this.#ref && !this._closed && this.isActive;
  }

  ref(): void {
    this.#ref = true;
  }

  unref(): void {
    this.#ref = false;
  }

  hasRef(): boolean {
    return this.#ref && !this._closed;
  }

  /** 描述符当场就关，回调在这一轮的末尾（uv_close）。 */
  close(callback?: () => void): void {
    if (this._closed) return;
    this._closed = true;
    this.release();
    const { loop } = this._context;
    loop.postClosing(() => {
      loop.alive.delete(this);
      if (typeof callback === 'function') callback.call(this);
    });
  }

  /** 排一个回调；句柄先关了就不再调用。 */
  protected later(callback: () => void): void {
    this._context.loop.post(() => {
      if (!this._closed) callback();
    });
  }
}
