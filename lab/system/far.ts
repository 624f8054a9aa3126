/**
 * 系统调用在内核这一头：照进程的交代去做，并把进程该知道的事攒起来，等下次放行带去。
 */
import type { Host } from '../kernel/host.ts';
import { EMPTY } from '../kernel/packet.ts';
import { SEND_BUFFER, type Connection } from '../kernel/tcp/connection.ts';
import type { Listener } from '../kernel/tcp/listener.ts';
import type { UdpSocket } from '../kernel/udp.ts';
import type { ProcessEvent, SystemCall } from './messages.ts';

/** 一个套接字。 */
interface FarSocket {
  readonly socket: UdpSocket | Listener | Connection;
  /** 做一次系统调用。近端已经查过能不能做，所以这里不会失败。 */
  apply(call: SystemCall): void;
  /** 进程该知道的事，添到 `events` 后面。 */
  collect(events: ProcessEvent[]): void;
  close(): void;
}

/** 这个套接字有了变化；值得叫醒进程的，`isInteresting` 是 true。 */
type Notice = (isInteresting: boolean) => void;

export class FarEnd {
  readonly #host: Host;
  readonly #wake: () => void;
  readonly #sockets = new Map<number, FarSocket>();
  readonly #changed = new Set<number>();
  /** 内核给 accept 的连接编的号；负数，不会和进程自己编的重复。 */
  #nextId = -1;

  constructor(host: Host, wake: () => void) {
    this.#host = host;
    this.#wake = wake;
  }

  get sockets(): Iterable<FarSocket> {
    return this.#sockets.values();
  }

  /**
   * 端口从交代的一刻起就占上或交还，不等那次调用的时刻：
   * 下一个运行的进程看到的端口表，必须和这个进程看到的一样。
   */
  reserve(call: SystemCall): void {
    const { udp, tcp } = this.#host;
    if (call.call === 'udp-open') udp.ports.adopt(call.holder);
    else if (call.call === 'tcp-claim' || call.call === 'tcp-listen') tcp.ports.adopt(call.holder);
    else if (call.call === 'tcp-release') tcp.ports.release(call.owner);
  }

  apply(call: SystemCall): void {
    if (!('id' in call)) return;
    const { id } = call;
    const { udp, tcp } = this.#host;
    if (call.call === 'udp-open') {
      this.#sockets.set(id, new FarUdp(id, udp.open(call.holder, { readable: () => this.#notice(id, true) })));
    } else if (call.call === 'tcp-listen') {
      const listener = tcp.listen(call.holder, call.backlog, { changed: () => this.#notice(id, true) });
      const close = () => tcp.closeListener(listener);
      this.#sockets.set(id, { socket: listener, apply() {}, collect: (events) => this.#collectAccepted(id, listener, events), close });
    } else if (call.call === 'tcp-connect') {
      const connection = tcp.connect(call.local, call.remote, call.owner, { changed() {} });
      connection.noDelay = call.noDelay;
      this.#watch(id, connection, false);
    } else if (call.call === 'close') {
      this.#close(id);
    } else {
      this.#sockets.get(id)?.apply(call);
      if (call.call === 'tcp-reset') this.#forget(id);
    }
  }

  /** 进程该知道的事，按套接字变化的次序。 */
  collect(): ProcessEvent[] {
    const events: ProcessEvent[] = [];
    for (const id of this.#changed) this.#sockets.get(id)?.collect(events);
    this.#changed.clear();
    return events;
  }

  /** 进程结束了：它的套接字，内核一个个替它关掉。 */
  closeAll(): void {
    for (const id of [...this.#sockets.keys()]) this.#close(id);
  }

  #close(id: number): void {
    const socket = this.#sockets.get(id);
    this.#forget(id);
    socket?.close();
  }

  #forget(id: number): void {
    this.#sockets.delete(id);
    this.#changed.delete(id);
  }

  #notice(id: number, isInteresting: boolean): void {
    this.#changed.add(id);
    if (isInteresting) this.#wake();
  }

  /** 开始替进程盯着一个连接。 */
  #watch(id: number, connection: Connection, isConnected: boolean): FarConnection {
    const socket = new FarConnection(id, connection, isConnected, (isInteresting) => this.#notice(id, isInteresting));
    this.#sockets.set(id, socket);
    this.#changed.add(id);
    return socket;
  }

  #collectAccepted(id: number, listener: Listener, events: ProcessEvent[]): void {
    for (let connection = listener.accept(); connection; connection = listener.accept()) {
      const connectionId = this.#nextId--;
      const { local, remote } = connection;
      events.push({ kind: 'accepted', id, connection: connectionId, local, remote });
      // accept 之前就到了的数据，随同带去
      this.#watch(connectionId, connection, true).collect(events);
    }
  }
}

class FarUdp implements FarSocket {
  readonly socket: UdpSocket;
  readonly #id: number;

  constructor(id: number, socket: UdpSocket) {
    this.#id = id;
    this.socket = socket;
  }

  apply(call: SystemCall): void {
    const { socket } = this;
    if (call.call === 'udp-send') socket.send(call.to, call.payload);
    else if (call.call === 'udp-set') Object.assign(socket, call.changes);
    else if (call.call === 'udp-group') socket.groups[call.joined ? 'add' : 'delete'](call.group);
  }

  collect(events: ProcessEvent[]): void {
    const id = this.#id;
    const errno = this.socket.takeError();
    if (errno) events.push({ kind: 'error', id, errno });
    for (let datagram = this.socket.take(); datagram; datagram = this.socket.take()) {
      events.push({ kind: 'datagram', id, from: datagram.source, payload: datagram.payload });
    }
  }

  close(): void {
    this.socket.close();
  }
}

class FarConnection implements FarSocket {
  readonly socket: Connection;
  readonly #id: number;
  readonly #notice: Notice;
  /** 已经告诉过进程的，不再说第二遍。 */
  readonly #told = { connected: false, end: false, error: false, space: SEND_BUFFER };
  #isReading = false;
  #awaitsSpace = false;

  constructor(id: number, connection: Connection, isConnected: boolean, notice: Notice) {
    this.#id = id;
    this.socket = connection;
    this.#told.connected = isConnected;
    this.#notice = notice;
    connection.observer = { changed: () => this.#changed() };
  }

  apply(call: SystemCall): void {
    const { socket } = this;
    switch (call.call) {
      case 'tcp-write':
        socket.write(call.payload);
        this.#told.space -= call.payload.length;
        break;
      case 'tcp-await-space':
        this.#awaitsSpace = true;
        this.#changed();
        break;
      case 'tcp-reading':
        this.#isReading = call.reading;
        this.#changed();
        break;
      case 'tcp-consumed':
        socket.consumed(call.bytes);
        break;
      case 'tcp-no-delay':
        socket.noDelay = call.noDelay;
        if (call.noDelay) socket.write(EMPTY);
        break;
      case 'tcp-shutdown':
        socket.shutdownWrite();
        break;
      case 'tcp-reset':
        socket.abort();
    }
  }

  #changed(): void {
    this.#notice(this.#isInteresting());
  }

  /** 值得为它叫醒进程吗。不值得的，等进程下次运行时顺便带去。 */
  #isInteresting(): boolean {
    const { socket } = this;
    if (!this.#told.connected || socket.error !== 0) return true;
    if (this.#isReading && (socket.receiveQueue.hasReady || socket.endOfStream)) return true;
    return this.#awaitsSpace && this.#isRoomy;
  }

  /** 空出三分之一才叫醒，免得每个确认都叫一次（Linux sk_stream_is_writeable）。 */
  get #isRoomy(): boolean {
    return this.socket.freeSpace >= SEND_BUFFER / 3;
  }

  collect(events: ProcessEvent[]): void {
    const id = this.#id;
    const told = this.#told;
    const { state, error, receiveQueue, endOfStream, freeSpace } = this.socket;
    if (!told.connected && state !== 'SYN_SENT' && state !== 'SYN_RECEIVED' && error === 0) {
      told.connected = true;
      events.push({ kind: 'connected', id });
    }
    for (const payload of receiveQueue.takeReady()) events.push({ kind: 'data', id, payload });
    if (endOfStream && !told.end) {
      told.end = true;
      events.push({ kind: 'end', id });
    }
    if (error !== 0 && !told.error) {
      told.error = true;
      events.push({ kind: 'error', id, errno: error });
    }
    if (freeSpace !== told.space && (!this.#awaitsSpace || this.#isRoomy)) {
      told.space = freeSpace;
      this.#awaitsSpace = false;
      events.push({ kind: 'space', id, bytes: freeSpace });
    }
  }

  close(): void {
    this.socket.close();
  }
}
