/**
 * 监听的套接字：半开的连接，和连好了、等着 accept 的连接。
 */
import type { PortHolder } from '../ports.ts';
import type { Connection, TcpObserver } from './connection.ts';

export class Listener {
  readonly holder: PortHolder;
  readonly backlog: number;
  readonly #observer: TcpObserver;
  /** 收到了 SYN，握手还没有完。 */
  readonly handshaking = new Set<Connection>();
  /** 握手完了，应用还没有 accept。 */
  readonly acceptQueue: Connection[] = [];

  constructor(holder: PortHolder, backlog: number, observer: TcpObserver) {
    this.holder = holder;
    this.backlog = backlog;
    this.#observer = observer;
  }

  /** Linux 比较时用「大于」，所以 backlog 为 n 的队列装得下 n + 1 个。 */
  get hasRoom(): boolean {
    return this.acceptQueue.length <= this.backlog;
  }

  /** 握手完成：排进队列，叫醒进程。 */
  established(connection: Connection): void {
    this.handshaking.delete(connection);
    this.acceptQueue.push(connection);
    this.#observer.changed();
  }

  /** 应用取走一个连接。 */
  accept(): Connection | undefined {
    const connection = this.acceptQueue.shift();
    if (connection) connection.listener = undefined;
    return connection;
  }

  /** 连接在被取走以前就没有了（例如收到 RST）：半开的忘掉；连好的仍要交给应用，让它看到错误。 */
  forget(connection: Connection): void {
    this.handshaking.delete(connection);
  }
}
