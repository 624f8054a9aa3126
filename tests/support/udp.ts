/** 测试自己用的 UDP 套接字：收到的报文排成队，一个一个地取，每次取都有上限。 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { TestContext } from 'vitest';
import { defaultWaitMs } from '../../kit/program.ts';

export interface Datagram {
  bytes: Buffer;
  address: string;
  port: number;
}

/** UDP 报文在 IPv4 上最多装 65535 − 20 − 8 个字节。 */
export const largestPayload = 65507;

export class Mailbox {
  readonly #socket: Socket;
  readonly #arrived: Datagram[] = [];
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (bytes, { address, port }) => {
      this.#arrived.push({ bytes, address, port });
      this.#wake();
    });
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** 交给内核就返回；发不出去就抛出原因。 */
  async send(content: string | Uint8Array, port: number, address = '127.0.0.1'): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    await new Promise<void>((resolve, reject) => {
      this.#socket.send(bytes, port, address, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** 下一个报文：按到达的先后，一个也不跳过。 */
  async next(waitMs = defaultWaitMs): Promise<Datagram> {
    if (this.#arrived.length === 0) await this.#arrival(waitMs);
    return this.#arrived.shift()!;
  }

  /** 一问一答。 */
  async ask(content: string | Uint8Array, port: number): Promise<Buffer> {
    await this.send(content, port);
    return (await this.next()).bytes;
  }

  async #arrival(waitMs: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`端口 ${this.port} 等一个报文，${waitMs} 毫秒里没有等到。`)), waitMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** 打开一个套接字，测试结束时关上。 */
export async function openMailbox(context: TestContext, address = '127.0.0.1', port = 0): Promise<Mailbox> {
  const socket = createSocket('udp4');
  context.onTestFinished(() => {
    socket.close();
  });
  socket.bind(port, address);
  await once(socket, 'listening');
  return new Mailbox(socket);
}

/** macOS 默认不收发大于 9216 字节的 UDP 报文（sysctl net.inet.udp.maxdgram）。 */
export function needsLargeDatagrams(context: TestContext): void {
  if (process.platform === 'darwin') context.skip('macOS 默认不发大于 9216 字节的 UDP 报文');
}
