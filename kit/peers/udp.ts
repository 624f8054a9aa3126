/** 检查扮演的 UDP 端点：收到的每个报文都记进对话；什么时候答、答什么、由谁来答，由检查决定。 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Trace } from '../trace.ts';
import { visible } from '../trace.ts';

/** 收到的一个报文。 */
export interface Datagram {
  bytes: Buffer;
  text: string;
  address: string;
  port: number;
  /** 到达的时刻，判题一方的单调时钟。 */
  atMs: number;
}

export class UdpPeer {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** 到现在为止收到的全部报文，按先后。 */
  readonly received: Datagram[] = [];
  /** 到现在为止寄出的全部报文，按先后。 */
  readonly sent: string[] = [];

  readonly #socket: Socket;
  readonly #trace: Trace;
  readonly #wake: () => void;
  #taken = 0;
  #closed = false;

  /** @param wake 每收到一个报文就叫一次，让等待者再看一眼 */
  static async open(name: string, trace: Trace, wake: () => void, at: { address?: string; port?: number } = {}): Promise<UdpPeer> {
    const socket = createSocket('udp4');
    socket.bind(at.port ?? 0, at.address ?? '127.0.0.1');
    await once(socket, 'listening');
    return new UdpPeer(name, socket, trace, wake);
  }

  constructor(name: string, socket: Socket, trace: Trace, wake: () => void) {
    this.name = name;
    this.#socket = socket;
    this.#trace = trace;
    this.#wake = wake;
    ({ address: this.address, port: this.port } = socket.address());
    // 答给一个已经关掉的端口不是检查的错；结果以学习者的程序说了什么为准。
    socket.on('error', () => {});
    socket.on('message', (bytes, from) => {
      this.received.push({ bytes, text: bytes.toString('utf8'), address: from.address, port: from.port, atMs: performance.now() });
      trace.add(`你的程序（端口 ${from.port}） → ${name}（${this.#where}）：${visible(bytes)}`);
      this.#wake();
    });
  }

  get #where(): string {
    return this.address === '127.0.0.1' ? `端口 ${this.port}` : `${this.address} 端口 ${this.port}`;
  }

  /** 取走下一个还没有看过的报文；没有就是 `undefined`。 */
  take(): Datagram | undefined {
    const datagram = this.received[this.#taken];
    if (datagram) this.#taken += 1;
    return datagram;
  }

  /** 寄出一个报文；返回时内核已经接下它，所以两次 `await` 的先后就是到达的先后。 */
  async send(bytes: Buffer | string, to: { address: string; port: number }): Promise<void> {
    this.sent.push(bytes.toString());
    this.#trace.add(`${this.name}（${this.#where}） → 你的程序（端口 ${to.port}）：${visible(bytes)}`);
    await new Promise<void>((resolve) => this.#socket.send(bytes, to.port, to.address, () => resolve()));
  }

  /** 记一笔「收到了，但是不答」，让对话读得懂。 */
  ignore(why: string): void {
    this.#trace.add(`${this.name}：${why}`);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
  }
}
