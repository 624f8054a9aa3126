/** 检查扮演的 TCP 一方：连接的一头，或者一个监听的服务端。做的事、看到的事，都记进对话。 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Trace } from '../trace.ts';
import { visible } from '../trace.ts';

/** 等到对面的程序从连接里读走了 `bytes` 个字节（`fin`：也读到了 FIN）；一直没有读走就是 `false`。 */
export type WasRead = (peer: TcpPeer, bytes: number, fin?: boolean) => Promise<boolean>;

/** 连接的一头。对方说完了，这一头还可以接着说。 */
export class TcpPeer {
  readonly name: string;
  connected = false;
  /** 对方的 FIN 到了。 */
  ended = false;
  /** 出错时系统给的错误码；对方发来 RST 就是 `ECONNRESET`。 */
  errored: string | undefined;
  /** 两个方向都关上了。 */
  closed = false;
  localPort = 0;
  remotePort = 0;

  readonly #socket: Socket;
  readonly #trace: Trace;
  readonly #wake: () => void;
  readonly #wasRead: WasRead;
  /** 收到的放在前一段，后面空着；满了就换一个两倍大的。每来一块都抄一遍从前的，几 MB 的应答会让判题的一方忙不过来。 */
  #store = Buffer.alloc(1024);
  #length = 0;
  #taken = 0;
  #written = 0;
  /** 这一头自己断开的，随后的动静不必记。 */
  #left = false;

  /** 去连 `host` 的 `port`；握手完成时 `connected` 变成真。 */
  static connect(name: string, port: number, trace: Trace, wake: () => void, wasRead: WasRead, host = '127.0.0.1'): TcpPeer {
    const socket = connect({ port, host, allowHalfOpen: true });
    const peer = new TcpPeer(name, socket, trace, wake, wasRead);
    socket.once('connect', () => {
      peer.#join();
      trace.add(`${name}（端口 ${peer.localPort}）连上了你的程序（端口 ${port}）`);
      wake();
    });
    return peer;
  }

  /** 监听的一方领来的连接。 */
  static accepted(name: string, socket: Socket, trace: Trace, wake: () => void, wasRead: WasRead): TcpPeer {
    const peer = new TcpPeer(name, socket, trace, wake, wasRead);
    peer.#join();
    trace.add(`你的程序（端口 ${peer.remotePort}）连上了${name}（端口 ${peer.localPort}）`);
    return peer;
  }

  private constructor(name: string, socket: Socket, trace: Trace, wake: () => void, wasRead: WasRead) {
    this.name = name;
    this.#socket = socket;
    this.#trace = trace;
    this.#wake = wake;
    this.#wasRead = wasRead;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      this.#keep(bytes);
      this.#see(`你的程序 → ${name}：${visible(bytes)}`);
    });
    socket.once('end', () => {
      this.ended = true;
      this.#see(`你的程序 → ${name}：说完了（FIN）`);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.errored = error.code ?? error.message;
      this.#see(this.errored === 'ECONNRESET' ? `你的程序 → ${name}：断开（RST）` : `${name}的连接出错：${this.errored}`);
    });
    socket.once('close', () => {
      this.closed = true;
      wake();
    });
  }

  /** 到现在为止收到的全部字节。 */
  get received(): Buffer {
    return this.#store.subarray(0, this.#length);
  }

  get text(): string {
    return this.received.toString('utf8');
  }

  /** 取走还没有取过的字节；没有就是 `undefined`。 */
  take(): Buffer | undefined {
    const fresh = this.received.subarray(this.#taken);
    this.#taken = this.received.length;
    return fresh.length > 0 ? fresh : undefined;
  }

  /** 写一次；内核接下了才返回。对方已经断开也照样返回，断开这件事看 `errored`。 */
  async write(bytes: Uint8Array | string): Promise<void> {
    this.#trace.add(`${this.name} → 你的程序：${visible(bytes)}`);
    this.#written += Buffer.byteLength(bytes);
    await new Promise<void>((resolve) => this.#socket.write(bytes, () => resolve()));
  }

  /**
   * 分几次写：程序报告读走了上一块，才写下一块。不然内核会把几块合成一块，什么也证明不了。
   *
   * @param cuts 在第几个字节之后切开，从小到大
   */
  async writeSplit(bytes: Uint8Array | string, cuts: readonly number[]): Promise<void> {
    const whole = Buffer.from(bytes as Uint8Array);
    const ends = [...cuts, whole.length];
    let patient = true;
    for (const [index, end] of ends.entries()) {
      await this.write(whole.subarray(ends[index - 1] ?? 0, end));
      // 程序停着不读时，每一块都等就太久了：等空一次以后不再等。
      patient &&= index === ends.length - 1 || (await this.#wasRead(this, this.#written));
    }
  }

  /** 等到写过的字节都被程序读走。 */
  async read(): Promise<void> {
    await this.#wasRead(this, this.#written);
  }

  /** 说完了（FIN），还接着听。 */
  end(): void {
    this.#trace.add(`${this.name} → 你的程序：说完了（FIN）`);
    this.#socket.end();
  }

  /** 等到写过的字节和 FIN 都被程序读走。 */
  async endRead(): Promise<void> {
    await this.#wasRead(this, this.#written, true);
  }

  /** 断然断开（RST）。 */
  reset(): void {
    this.#trace.add(`${this.name} → 你的程序：断开（RST）`);
    this.#left = true;
    this.#socket.resetAndDestroy();
  }

  /** 停下不读：对方送来的留在内核里。 */
  pause(): void {
    this.#trace.add(`${this.name}：停下不读`);
    this.#socket.pause();
  }

  resume(): void {
    this.#trace.add(`${this.name}：接着读`);
    this.#socket.resume();
  }

  /** 检查结束，收走。 */
  close(): void {
    this.#left = true;
    this.#socket.destroy();
  }

  #join(): void {
    this.connected = true;
    this.localPort = this.#socket.localPort ?? 0;
    this.remotePort = this.#socket.remotePort ?? 0;
  }

  #keep(bytes: Buffer): void {
    const length = this.#length + bytes.length;
    if (length > this.#store.length) this.#store = Buffer.concat([this.received], 2 * length);
    this.#store.set(bytes, this.#length);
    this.#length = length;
  }

  #see(line: string): void {
    if (!this.#left) this.#trace.add(line);
    this.#wake();
  }
}

/** 监听的服务端：来的连接排着队，由检查一个一个地取。 */
export class TcpListener {
  readonly name: string;
  readonly port: number;
  /** 到现在为止来过的连接，按先后。 */
  readonly connections: TcpPeer[] = [];

  readonly #server: Server;
  #taken = 0;

  static async open(name: string, trace: Trace, wake: () => void, wasRead: WasRead): Promise<TcpListener> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpListener(name, server, trace, wake, wasRead);
  }

  private constructor(name: string, server: Server, trace: Trace, wake: () => void, wasRead: WasRead) {
    this.name = name;
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket) => {
      const count = this.connections.length + 1;
      this.connections.push(TcpPeer.accepted(count === 1 ? name : `${name}（第 ${count} 个连接）`, socket, trace, wake, wasRead));
      wake();
    });
  }

  /** 取走下一个还没有取过的连接；没有就是 `undefined`。 */
  take(): TcpPeer | undefined {
    const peer = this.connections[this.#taken];
    if (peer) this.#taken += 1;
    return peer;
  }

  /** 不再监听，已经连上的也断开。再关一次也无妨。 */
  close(): void {
    this.#server.close();
    for (const peer of this.connections) peer.close();
  }
}
