/**
 * 监听的 TCP 套接字在进程这一头。
 */
import type { Family } from '../kernel/address.ts';
import type { PortHolder } from '../kernel/ports.ts';
import type { ProcessEvent } from './messages.ts';
import type { NearSystem } from './near.ts';
import type { NearConnection } from './near-connection.ts';

export class NearListener {
  readonly id: number;
  readonly holder: PortHolder;
  readonly family: Family;
  /** 有连接等着 accept。 */
  onReadable: () => void = () => {};
  readonly #system: NearSystem;
  #queue: NearConnection[] = [];

  constructor(system: NearSystem, id: number, family: Family, holder: PortHolder) {
    this.#system = system;
    this.id = id;
    this.family = family;
    this.holder = holder;
    system.sockets.set(id, this);
  }

  get isReadable(): boolean {
    return this.#queue.length > 0;
  }

  deliver(event: ProcessEvent): void {
    if (event.kind !== 'accepted') return;
    this.#queue.push(this.#system.adopt(event, this.family));
    this.onReadable();
  }

  accept(): NearConnection | undefined {
    return this.#queue.shift();
  }

  close(): void {
    this.onReadable = () => {};
    for (const connection of this.#queue) connection.reset();
    this.#system.sockets.delete(this.id);
    this.#system.ports.tcp.release(this.holder.owner);
    this.#system.call({ call: 'close', id: this.id });
  }
}
