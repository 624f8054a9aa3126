/**
 * pipe_wrap：管道。实验室里只有一条，就是标准输入；本地套接字（UNIX 域）没有。
 */
import * as errno from '../kernel/errno.ts';
import type { Binding, Context, Loose } from './context.ts';
import { encode } from './encodings.ts';
import { makeStreamHandle, type ByteChannel } from './stream-base.ts';

/** 键盘：读者打的字，一行一行地来。 */
export class Keyboard implements ByteChannel {
  readonly isHungUp = false;
  onReadable: () => void = () => {};
  #chunks: Uint8Array[] = [];
  #ended = false;

  get isReadable(): boolean {
    return this.#chunks.length > 0 || this.#ended;
  }

  /** `null` 是 Ctrl-D，输入到此为止。 */
  type(text: string | null): void {
    if (text === null) this.#ended = true;
    else this.#chunks.push(encode(text, 'utf8'));
    this.onReadable();
  }

  read(limit: number): Uint8Array | 'end' | undefined {
    const chunk = this.#chunks[0];
    if (!chunk) return this.#ended ? 'end' : undefined;
    if (chunk.length <= limit) this.#chunks.shift();
    else this.#chunks[0] = chunk.subarray(limit);
    return chunk.subarray(0, limit);
  }

  write(): number {
    return errno.EBADF;
  }

  shutdown(): number {
    return errno.ENOTCONN;
  }

  setReading(): void {}
}

export function pipeWrapBinding(context: Context): Binding {
  const { loop, keyboard, wraps } = context;

  class Pipe extends makeStreamHandle(context) {
    #keyboard: Keyboard | undefined;

    protected get channel(): ByteChannel | undefined {
      return this.#keyboard;
    }

    /** 只有描述符 0 打得开。 */
    open(descriptor: number): number {
      if (descriptor !== 0) return errno.EINVAL;
      this.#keyboard = keyboard;
      keyboard.onReadable = () => this.poll();
      return 0;
    }

    bind(): number {
      return errno.ENOTSUP;
    }

    /** 描述符 0 打得开，但不是能监听的套接字。 */
    listen(): number {
      return errno.EINVAL;
    }

    /** 实验室里没有本地套接字的文件，连哪个都是「没有这个文件」。 */
    connect(request: Loose): number {
      loop.post(() => request.oncomplete(errno.ENOENT, this, request, false, false));
      return 0;
    }
  }

  return { Pipe, PipeConnectWrap: class extends wraps.AsyncWrap {} };
}
