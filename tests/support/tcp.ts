/** 测试自己用的 TCP 连接和服务端：收到的字节都留着，每次等待都有上限。 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TestContext } from 'vitest';
import { defaultWaitMs } from '../../kit/program.ts';

/** 连接的一头。两个方向各管各的：对方说完了，这一头还可以接着说。 */
export class Connection {
  /** 对方的 FIN 到了。 */
  ended = false;
  closed = false;
  /** 出错时系统给的错误码，例如 `ECONNRESET`。 */
  errorCode: string | undefined;

  readonly #socket: Socket;
  readonly #chunks: Buffer[] = [];
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    // 一次 write 就是一个报文段，不与下一次合并；对方怎样读，仍由对方的内核决定。
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#note(() => this.#chunks.push(chunk)));
    socket.once('end', () => this.#note(() => (this.ended = true)));
    socket.once('close', () => this.#note(() => (this.closed = true)));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#note(() => (this.errorCode = error.code)));
  }

  get localPort(): number {
    return this.#socket.localPort!;
  }

  get received(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** 内核接下了才返回。 */
  async write(content: string | Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.write(content, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** 说完了（FIN），还接着听。 */
  end(content: string | Uint8Array = ''): void {
    this.#socket.end(content);
  }

  /** 断然断开（RST）。 */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** 不再从内核里读走。 */
  pause(): void {
    this.#socket.pause();
  }

  /** 接着读。 */
  resume(): void {
    this.#socket.resume();
  }

  /** 等到收够 `length` 个字节，返回到现在为止收到的全部。 */
  async atLeast(length: number): Promise<Buffer> {
    await this.#until(() => this.received.length >= length, `收到 ${length} 个字节`);
    return this.received;
  }

  /** 等到对方说完，返回收到的全部。 */
  async toEnd(): Promise<Buffer> {
    await this.#until(() => this.ended, '对方说完（FIN）');
    return this.received;
  }

  /** 等到两个方向都关上，返回错误码；好好关上的没有错误码。 */
  async toClose(): Promise<string | undefined> {
    await this.#until(() => this.closed, '连接关上');
    return this.errorCode;
  }

  #note(change: () => void): void {
    change();
    this.#wake();
  }

  async #until(condition: () => boolean, awaited: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const missed = (): void => reject(new Error(`等的是：${awaited}；收到 ${this.received.length} 字节，ended ${this.ended}，closed ${this.closed}，错误码 ${this.errorCode ?? '无'}。`));
      const timer = setTimeout(missed, defaultWaitMs);
      this.#wake = () => {
        if (!condition() && !this.closed) return;
        clearTimeout(timer);
        if (condition()) resolve();
        else missed();
      };
      this.#wake();
    });
  }
}

/** 连上 127.0.0.1 的一个端口；测试结束时断开。 */
export async function connectTo(context: TestContext, port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  context.onTestFinished(() => {
    socket.destroy();
  });
  const connection = new Connection(socket);
  await once(socket, 'connect');
  return connection;
}

/** 连上，问一句，读到对方说完。 */
export async function ask(context: TestContext, port: number, question: string | Uint8Array): Promise<Buffer> {
  const connection = await connectTo(context, port);
  await connection.write(question);
  const answer = await connection.toEnd();
  connection.end();
  return answer;
}

/** 测试自己当服务端，连接来了由测试一个一个地领。 */
export class Listener {
  readonly #server: Server;
  readonly #arrived: Connection[] = [];
  #wake: () => void = () => {};

  constructor(server: Server, context: TestContext) {
    this.#server = server;
    server.on('connection', (socket) => {
      context.onTestFinished(() => {
        socket.destroy();
      });
      this.#arrived.push(new Connection(socket));
      this.#wake();
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** 下一个连接。 */
  async accept(): Promise<Connection> {
    if (this.#arrived.length === 0) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`端口 ${this.port} 等一个连接，没有等到。`)), defaultWaitMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#arrived.shift()!;
  }
}

/** 在空闲端口上监听；测试结束时关上。 */
export async function listen(context: TestContext): Promise<Listener> {
  const server = createServer({ allowHalfOpen: true });
  context.onTestFinished(() => {
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new Listener(server, context);
}
