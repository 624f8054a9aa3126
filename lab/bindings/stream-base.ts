/**
 * 字节流的句柄：TCP 连接和标准输入的共同部分（Node 的 LibuvStreamWrap、libuv 的 uv_stream_t）。
 */
import { concatenate } from '../kernel/bytes.ts';
import * as errno from '../kernel/errno.ts';
import { libuvMinor, noop, type Context, type Loose } from './context.ts';
import { encode } from './encodings.ts';

/** `streamState` 的几格：lib 从里面读结果。 */
const READ_BYTES_OR_ERROR = 0;
const ARRAY_BUFFER_OFFSET = 1;
const BYTES_WRITTEN = 2;
const LAST_WRITE_WAS_ASYNC = 3;
/** Node 26 起有的 */
const LAST_WRITE_ERROR = 4;
export const STREAM_STATE_CELLS = 5;

/** libuv 每次读最多这么多字节，所以 'data' 的块不超过 65536。 */
const READ_SIZE = 65_536;

/** 流的另一头：一个 TCP 连接，或者键盘。 */
export interface ByteChannel {
  readonly isReadable: boolean;
  /** 对方已经断开，后面不会再有数据。 */
  readonly isHungUp: boolean;
  read(limit: number): Uint8Array | 'end' | number | undefined;
  /** 返回收下的字节数，或者错误码。 */
  write(bytes: Uint8Array): number;
  shutdown(): number;
  setReading(reading: boolean): void;
}

interface PendingWrite {
  request: Loose;
  rest: Uint8Array;
}

export function makeStreamHandle(context: Context) {
  const { wraps: { AsyncWrap, HandleWrap }, streamState: state } = context;

  /** 一次没有当场写完的写：lib 没有备好请求的时候（Node 26 起），由这里来造。 */
  class DispatchedWrite extends AsyncWrap {
    /** 交给 lib 之前就写完了的，结果放在这里；实验室里不会。 */
    writeStatus: number | null = null;
  }

  abstract class StreamHandle extends HandleWrap {
    #onread: (buffer?: ArrayBuffer) => Loose = noop;
    #bytesRead = 0;
    #bytesWritten = 0;
    #reading = false;
    #polling = false;
    #ended = false;
    #writes: PendingWrite[] = [];
    #shutdownRequest: Loose;
    #userBuffer: Uint8Array | undefined;

    /** 还没有连上就是 undefined。 */
    protected abstract get channel(): ByteChannel | undefined;

    protected get isActive(): boolean {
      return this.#reading || this.#writes.length > 0 || this.#shutdownRequest !== undefined;
    }

    // 真的句柄里 onread 也不是自己的成员：打印出来看不见
    get onread() {
      return this.#onread;
    }

    set onread(listener: (buffer?: ArrayBuffer) => Loose) {
      this.#onread = listener;
    }

    get isStreamBase(): boolean {
      return true;
    }

    get bytesRead(): number {
      return this.#bytesRead;
    }

    get bytesWritten(): number {
      return this.#bytesWritten;
    }

    get writeQueueSize(): number {
      return this.#writes.reduce((sum, write) => sum + write.rest.length, 0);
    }

    readStart(): number {
      if (this.isClosed) return errno.EBADF;
      this.#reading = true;
      this.channel?.setReading(true);
      this.poll();
      return 0;
    }

    readStop(): number {
      if (this.#reading && !this.isClosed) this.channel?.setReading(false);
      this.#reading = false;
      return 0;
    }

    get isReading(): boolean {
      return this.#reading;
    }

    useUserBuffer(buffer: Uint8Array): void {
      this.#userBuffer = buffer;
    }

    /** 有东西可读就排一次读；每次读是一个回调。 */
    poll(): void {
      if (this.#polling || !this.#reading || this.#ended || !this.channel?.isReadable) return;
      this.#polling = true;
      this.later(() => {
        this.#polling = false;
        if (this.#reading) this.#readOnce();
        this.poll();
      });
    }

    #readOnce(): void {
      const limit = this.#userBuffer?.length ?? READ_SIZE;
      const result = this.channel?.read(limit);
      if (result === undefined) return;
      if (result === 'end') this.#finish(errno.EOF);
      else if (typeof result === 'number') this.#finish(result);
      else this.#deliver(result, limit);
    }

    #deliver(bytes: Uint8Array, limit: number): void {
      this.#bytesRead += bytes.length;
      state[READ_BYTES_OR_ERROR] = bytes.length;
      state[ARRAY_BUFFER_OFFSET] = 0;
      if (this.#userBuffer) {
        this.#userBuffer.set(bytes);
        const next = this.onread(undefined);
        if (next) this.#userBuffer = next;
      } else {
        this.onread(new Uint8Array(bytes).buffer);
      }
      this.#hangUpAfterPartialRead(bytes.length < limit);
    }

    /**
     * libuv 1.52 以前，读到不满一缓冲区，又看到 POLLHUP，就当作结尾：
     * 暂停着的一方因此把 RST 看成正常的 'end'。1.52 起不再这样。
     */
    #hangUpAfterPartialRead(isPartial: boolean): void {
      if (!isPartial || libuvMinor(context.data) >= 52) return;
      if (this.isClosed || !this.#reading || !this.channel?.isHungUp) return;
      this.later(() => this.#finish(errno.EOF));
      this.#ended = true;
    }

    #finish(code: number): void {
      this.#ended = true;
      this.#reading = false;
      state[READ_BYTES_OR_ERROR] = code;
      this.onread(undefined);
    }

    writeBuffer(request: Loose, bytes: Uint8Array): Loose {
      return this.#write(request, bytes);
    }

    writeUtf8String(request: Loose, text: string): Loose {
      return this.#write(request, encode(text, 'utf8'));
    }

    writeAsciiString(request: Loose, text: string): Loose {
      return this.#write(request, encode(text, 'latin1'));
    }

    writeLatin1String(request: Loose, text: string): Loose {
      return this.#write(request, encode(text, 'latin1'));
    }

    writeUcs2String(request: Loose, text: string): Loose {
      return this.#write(request, encode(text, 'utf16le'));
    }

    /** `allBuffers` 时 `chunks` 全是字节，否则内容和编码相间。 */
    writev(request: Loose, chunks: Loose[], allBuffers: boolean): Loose {
      const parts: Uint8Array[] = [];
      for (let index = 0; index < chunks.length; index += allBuffers ? 1 : 2) {
        const chunk = chunks[index];
        parts.push(typeof chunk === 'string' ? encode(chunk, chunks[index + 1]) : chunk);
      }
      return this.#write(request, concatenate(parts));
    }

    /**
     * 先试着当场写完；写不完的排队，腾出地方再写（uv_try_write、uv_write）。
     *
     * @param given lib 备好的请求；Node 26 起是 null：没有当场写完，才由这里造一个，返回的也就是它
     * @returns 0 或错误码
     */
    #write(given: Loose, bytes: Uint8Array): Loose {
      state[BYTES_WRITTEN] = bytes.length;
      state[LAST_WRITE_WAS_ASYNC] = 0;
      if (this.isClosed || !this.channel) return errno.EBADF;
      const accepted = this.#writes.length > 0 ? 0 : this.channel.write(bytes);
      if (accepted < 0) return accepted;
      this.#bytesWritten += bytes.length;
      if (accepted === bytes.length) return 0;
      state[LAST_WRITE_WAS_ASYNC] = 1;
      state[LAST_WRITE_ERROR] = 0;
      const request = given ?? new DispatchedWrite();
      this.#writes.push({ request, rest: new Uint8Array(bytes.subarray(accepted)) });
      return given === null ? request : 0;
    }

    /** 发送缓冲区腾出了地方，或者连接出了错。 */
    flush(): void {
      while (this.#writes.length > 0) {
        const first = this.#writes[0]!;
        const accepted = this.channel!.write(first.rest);
        if (accepted >= 0 && accepted < first.rest.length) {
          first.rest = first.rest.subarray(accepted);
          return;
        }
        this.#writes.shift();
        this.#complete(first.request, Math.min(accepted, 0));
      }
      if (this.#shutdownRequest) this.#shutDown();
    }

    #complete(request: Loose, status: number): void {
      context.loop.post(() => request.oncomplete(status, this, undefined));
    }

    /** 等排着队的都写完，在下一轮发 FIN（uv_shutdown）。 */
    shutdown(request: Loose): number {
      if (this.isClosed || !this.channel) return errno.ENOTCONN;
      this.#shutdownRequest = request;
      if (this.#writes.length === 0) this.later(() => this.#shutDown());
      return 0;
    }

    #shutDown(): void {
      const request = this.#shutdownRequest;
      if (request === undefined) return;
      this.#shutdownRequest = undefined;
      const status = this.channel!.shutdown();
      request.oncomplete(status);
    }

    protected release(): void {
      const writes = this.#writes;
      this.#writes = [];
      for (const { request } of writes) this.#complete(request, errno.ECANCELED);
      const shutdown = this.#shutdownRequest;
      this.#shutdownRequest = undefined;
      if (shutdown) context.loop.post(() => shutdown.oncomplete(errno.ECANCELED));
    }
  }

  return StreamHandle;
}
