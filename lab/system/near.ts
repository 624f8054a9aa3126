/**
 * 系统调用在进程这一头：当场给出答案，同时记下来，随交代一起送给内核。
 *
 * 能当场答，是因为答案只取决于两样东西：放行时抄来的端口表，和自己做过的事。
 * 进程运行的时候别的进程都停着，所以抄来的不会过时。
 */
import type { Micros } from '../kernel/clock.ts';
import { PortTable, type PortHolder } from '../kernel/ports.ts';
import type { Call, Grant, ProcessEvent, SystemCall } from './messages.ts';
import { NearConnection } from './near-connection.ts';
import type { NearListener } from './near-listener.ts';
import type { NearUdp } from './near-udp.ts';

/** 进程的时钟，由进程的事件循环掌管。 */
export interface LocalClock {
  readonly now: Micros;
}

export class NearSystem {
  readonly addresses: readonly string[];
  readonly #pid: number;
  readonly #clock: LocalClock;
  readonly ports = {
    udp: new PortTable('udp', { holders: [], cursor: 0 }),
    tcp: new PortTable('tcp', { holders: [], cursor: 0 }),
  };
  readonly sockets = new Map<number, NearUdp | NearConnection | NearListener>();
  /** 做了一件别人看得见的事。 */
  onCall: () => void = () => {};
  #calls: SystemCall[] = [];
  #nextId = 1;

  constructor(pid: number, addresses: readonly string[], clock: LocalClock) {
    this.#pid = pid;
    this.addresses = addresses;
    this.#clock = clock;
  }

  newId(): number {
    return this.#nextId++;
  }

  /** 占一个端口；占不到就返回错误码。 */
  claim(protocol: 'udp' | 'tcp', id: number, wanted: Omit<PortHolder, 'owner' | 'listening'>): PortHolder | number {
    // 同一台主机上的两个进程不会重名
    const holder = { ...wanted, owner: `process ${this.#pid} socket ${id}`, listening: false };
    return this.ports[protocol].claim(holder) || holder;
  }

  call(call: Call): void {
    this.#calls.push({ time: this.#clock.now, ...call });
    if (call.call !== 'output') this.onCall();
  }

  /** 取走记下的系统调用。 */
  takeCalls(): SystemCall[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  refreshPorts(ports: NonNullable<Grant['ports']>): void {
    this.ports.udp = new PortTable('udp', ports.udp);
    this.ports.tcp = new PortTable('tcp', ports.tcp);
  }

  /** 内核来的消息交给那个套接字；它已经关了就作罢。 */
  deliver(event: Exclude<ProcessEvent, { kind: 'stdin' | 'signal' }>): void {
    const socket = this.sockets.get(event.id);
    if (!socket) {
      // 排着队的连接，监听者却已经关了：内核会了结它
      if (event.kind === 'accepted') this.call({ call: 'tcp-reset', id: event.connection });
      return;
    }
    socket.deliver(event);
  }

  /** 接手一个刚 accept 的连接。 */
  adopt(event: Extract<ProcessEvent, { kind: 'accepted' }>, family: 4 | 6): NearConnection {
    const connection = new NearConnection(this, family, event.connection);
    connection.accepted(event.local, event.remote);
    return connection;
  }
}
