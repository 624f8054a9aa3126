/**
 * tcp_wrap：`node:net` 脚下的 C++（uv_tcp_t）。
 */
import type { Family } from '../kernel/address.ts';
import * as errno from '../kernel/errno.ts';
import { NearConnection } from '../system/near-connection.ts';
import type { NearListener } from '../system/near-listener.ts';
import type { Binding, Context, Loose } from './context.ts';
import { makeStreamHandle, type ByteChannel } from './stream-base.ts';
import { describe, parseEndpoint } from './udp-wrap.ts';

const UV_TCP_IPV6ONLY = 1;

export function tcpWrapBinding(context: Context): Binding {
  class TCP extends makeStreamHandle(context) {
    #connection: NearConnection | undefined;
    #listener: NearListener | undefined;
    #connectRequest: Loose;
    #noDelay = false;
    #accepting = false;
    // 这两样由 lib 来填；真的句柄一开始就有，打印得出来
    reading = false;
    onconnection: ((status: number, client?: TCP) => void) | null = null;

    /** 接手一个 accept 来的连接。 */
    static from(connection: NearConnection): TCP {
      const handle = new TCP();
      handle.#adopt(connection);
      return handle;
    }

    protected get channel(): ByteChannel | undefined {
      return this.#connection;
    }

    protected override get isActive(): boolean {
      return super.isActive || this.#listener !== undefined || this.#connectRequest !== undefined;
    }

    get fd(): number {
      return this.#connection || this.#listener ? 20 + Math.abs((this.#connection ?? this.#listener)!.id) : -1;
    }

    #adopt(connection: NearConnection): void {
      this.#connection = connection;
      connection.onReadable = () => this.poll();
      connection.onWritable = () => this.later(() => this.flush());
      connection.onConnect = (error) => this.#connected(error);
    }

    #open(family: Family): NearConnection {
      if (!this.#connection) {
        this.#adopt(new NearConnection(context.near, family));
        this.#connection!.setNoDelay(this.#noDelay);
      }
      return this.#connection!;
    }

    bind(address: string, port: number, flags = 0): number {
      return this.#bind(4, address, port, flags);
    }

    bind6(address: string, port: number, flags = 0): number {
      return this.#bind(6, address, port, flags);
    }

    #bind(family: Family, address: string, port: number, flags: number): number {
      const endpoint = parseEndpoint(family, address, port);
      if (!endpoint) return errno.EINVAL;
      return this.#open(family).bind(endpoint.address, endpoint.port, (flags & UV_TCP_IPV6ONLY) !== 0);
    }

    listen(backlog: number): number {
      const listener = this.#open(4).listen(backlog);
      if (typeof listener === 'number') return listener;
      this.#listener = listener;
      this.#connection = undefined;
      listener.onReadable = () => this.#accept();
      return 0;
    }

    /** 有连接等着：一个回调 accept 一个。 */
    #accept(): void {
      if (this.#accepting || !this.#listener?.isReadable) return;
      this.#accepting = true;
      this.later(() => {
        this.#accepting = false;
        const connection = this.#listener?.accept();
        if (connection) this.onconnection!(0, TCP.from(connection));
        this.#accept();
      });
    }

    connect(request: Loose, address: string, port: number): number {
      return this.#connect(4, request, address, port);
    }

    connect6(request: Loose, address: string, port: number): number {
      return this.#connect(6, request, address, port);
    }

    #connect(family: Family, request: Loose, address: string, port: number): number {
      const endpoint = parseEndpoint(family, address, port);
      if (!endpoint) return errno.EINVAL;
      const error = this.#open(family).connect(endpoint);
      if (error) return error;
      this.#connectRequest = request;
      if (this.isReading) this.#connection!.setReading(true);
      return 0;
    }

    #connected(status: number): void {
      context.loop.post(() => this.#completeConnect(status));
    }

    #completeConnect(status: number): void {
      const request = this.#connectRequest;
      this.#connectRequest = undefined;
      request?.oncomplete?.(status, this, request, true, true);
      this.poll();
    }

    setNoDelay(on: boolean): number {
      this.#noDelay = Boolean(on);
      this.#connection?.setNoDelay(this.#noDelay);
      return 0;
    }

    /** 保活还没有模拟：接受设置，不起作用。 */
    setKeepAlive(): number {
      return 0;
    }

    setBlocking(): number {
      return 0;
    }

    setSimultaneousAccepts(): number {
      return 0;
    }

    open(): number {
      return errno.EINVAL;
    }

    getsockname(out: Loose): number {
      const socket = this.#connection ?? this.#listener;
      const local = this.#connection?.local ?? this.#listener?.holder;
      return socket && local ? describe(out, socket.family, local) : errno.EBADF;
    }

    getpeername(out: Loose): number {
      const connection = this.#connection;
      if (!connection?.remote || !connection.isConnected) return errno.ENOTCONN;
      return describe(out, connection.family, connection.remote);
    }

    protected override release(): void {
      super.release();
      this.#listener?.close();
      this.#connection?.close();
      if (this.#connectRequest) this.#connected(errno.ECANCELED);
    }

    /** 用 RST 关闭（uv_tcp_close_reset）。 */
    reset(callback?: () => void): number {
      if (this.isClosed) return 0;
      this.#connection?.reset();
      this.close(callback);
      return 0;
    }
  }

  return { TCP, TCPConnectWrap: class extends context.wraps.AsyncWrap {} };
}
