/**
 * 系统调用在内核这一头：照进程的交代去做，并把进程该知道的事攒起来，等下次放行带去。
 */
import type { Host } from '../kernel/host.ts';
import { SEND_BUFFER, type Connection } from '../kernel/tcp/connection.ts';
import type { Listener } from '../kernel/tcp/listener.ts';
import type { UdpSocket } from '../kernel/udp.ts';
import type { ProcessEvent, SystemCall } from './messages.ts';

interface FarUdp {
  kind: 'udp';
  socket: UdpSocket;
}

interface FarListener {
  kind: 'listener';
  socket: Listener;
}

interface FarConnection {
  kind: 'connection';
  socket: Connection;
  /** 已经告诉过进程的，不再说第二遍。 */
  told: { connected: boolean; end: boolean; error: boolean; space: number };
  isReading: boolean;
  awaitsSpace: boolean;
}

type FarSocket = FarUdp | FarListener | FarConnection;

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
    if (call.call === 'udp-open') this.#host.udp.ports.adopt(call.holder);
    else if (call.call === 'tcp-claim') this.#host.tcp.ports.adopt(call.holder);
    else if (call.call === 'tcp-listen') this.#host.tcp.ports.adopt(call.holder);
    else if (call.call === 'tcp-release') this.#host.tcp.ports.release(call.owner);
  }

  /** 做一次系统调用。近端已经查过能不能做，所以这里不会失败。 */
  apply(call: SystemCall): void {
    switch (call.call) {
      case 'udp-open':
        this.#openUdp(call.id, call.holder);
        break;
      case 'tcp-listen':
        this.#listen(call.id, call.holder, call.backlog);
        break;
      case 'tcp-connect':
        this.#connect(call);
        break;
      case 'close':
      case 'tcp-reset':
        this.#close(call.id, call.call === 'tcp-reset');
        break;
      case 'output':
      case 'tcp-claim':
      case 'tcp-release':
        break;
      default:
        this.#applyToSocket(call);
    }
  }

  /** 进程该知道的事，按套接字变化的次序。 */
  collect(): ProcessEvent[] {
    const events: ProcessEvent[] = [];
    for (const id of this.#changed) {
      const socket = this.#sockets.get(id);
      if (socket) this.#collectFrom(id, socket, events);
    }
    this.#changed.clear();
    return events;
  }

  /** 进程结束了：它的套接字，内核一个个替它关掉。 */
  closeAll(): void {
    for (const id of [...this.#sockets.keys()]) this.#close(id, false);
  }

  #openUdp(id: number, holder: UdpSocket['holder']): void {
    const socket = this.#host.udp.open(holder, { readable: () => this.#notice(id, true) });
    this.#sockets.set(id, { kind: 'udp', socket });
  }

  #listen(id: number, holder: Listener['holder'], backlog: number): void {
    const listener = this.#host.tcp.listen(holder, backlog, { changed: () => this.#notice(id, true) });
    this.#sockets.set(id, { kind: 'listener', socket: listener });
  }

  #connect(call: Extract<SystemCall, { call: 'tcp-connect' }>): void {
    const connection = this.#host.tcp.connect(call.local, call.remote, call.owner, { changed() {} });
    connection.noDelay = call.noDelay;
    this.#watch(call.id, connection, false);
  }

  /** 开始替进程盯着一个连接。 */
  #watch(id: number, connection: Connection, connected: boolean): void {
    const told = { connected, end: false, error: false, space: SEND_BUFFER };
    const far: FarConnection = { kind: 'connection', socket: connection, told, isReading: false, awaitsSpace: false };
    connection.observer = { changed: () => this.#notice(id, this.#isInteresting(far)) };
    this.#sockets.set(id, far);
    this.#changed.add(id);
  }

  /** 值得为它叫醒进程吗。不值得的，等进程下次运行时顺便带去。 */
  #isInteresting({ socket: connection, told, isReading, awaitsSpace }: FarConnection): boolean {
    if (!told.connected || connection.error !== 0) return true;
    if (isReading && (connection.receiveQueue.hasReady || connection.endOfStream)) return true;
    // 空出三分之一才叫醒，免得每个确认都叫一次（Linux sk_stream_is_writeable）
    return awaitsSpace && connection.freeSpace >= SEND_BUFFER / 3;
  }

  #notice(id: number, isInteresting: boolean): void {
    this.#changed.add(id);
    if (isInteresting) this.#wake();
  }

  #applyToSocket(call: SystemCall): void {
    if (!('id' in call)) return;
    const socket = this.#sockets.get(call.id);
    if (socket?.kind === 'udp') applyToUdp(socket.socket, call);
    else if (socket?.kind === 'connection') this.#applyToConnection(call.id, socket, call);
  }

  #applyToConnection(id: number, far: FarConnection, call: SystemCall): void {
    const connection = far.socket;
    switch (call.call) {
      case 'tcp-write':
        connection.write(call.payload);
        far.told.space -= call.payload.length;
        break;
      case 'tcp-await-space':
        far.awaitsSpace = true;
        this.#notice(id, this.#isInteresting(far));
        break;
      case 'tcp-reading':
        far.isReading = call.reading;
        this.#notice(id, this.#isInteresting(far));
        break;
      case 'tcp-consumed':
        connection.consumed(call.bytes);
        break;
      case 'tcp-no-delay':
        connection.noDelay = call.noDelay;
        if (call.noDelay) connection.write(new Uint8Array(0));
        break;
      case 'tcp-shutdown':
        connection.shutdownWrite();
    }
  }

  #close(id: number, reset: boolean): void {
    const socket = this.#sockets.get(id);
    this.#sockets.delete(id);
    this.#changed.delete(id);
    if (socket?.kind === 'udp') socket.socket.close();
    else if (socket?.kind === 'listener') this.#host.tcp.closeListener(socket.socket);
    else if (socket && reset) socket.socket.abort();
    else socket?.socket.close();
  }

  #collectFrom(id: number, socket: FarSocket, events: ProcessEvent[]): void {
    if (socket.kind === 'udp') collectUdp(id, socket.socket, events);
    else if (socket.kind === 'listener') this.#collectAccepted(id, socket.socket, events);
    else collectConnection(id, socket, events);
  }

  #collectAccepted(id: number, listener: Listener, events: ProcessEvent[]): void {
    for (let connection = listener.accept(); connection; connection = listener.accept()) {
      const connectionId = this.#nextId--;
      const { local, remote } = connection;
      events.push({ kind: 'accepted', id, connection: connectionId, local, remote });
      this.#watch(connectionId, connection, true);
      // accept 之前就到了的数据，随同带去
      this.#collectFrom(connectionId, this.#sockets.get(connectionId)!, events);
    }
  }
}

function applyToUdp(socket: UdpSocket, call: SystemCall): void {
  switch (call.call) {
    case 'udp-send':
      socket.send(call.to, call.payload);
      break;
    case 'udp-set':
      Object.assign(socket, call.changes);
      break;
    case 'udp-group':
      if (call.joined) socket.groups.add(call.group);
      else socket.groups.delete(call.group);
  }
}

function collectUdp(id: number, socket: UdpSocket, events: ProcessEvent[]): void {
  const error = socket.takeError();
  if (error) events.push({ kind: 'error', id, errno: error });
  for (let datagram = socket.take(); datagram; datagram = socket.take()) {
    events.push({ kind: 'datagram', id, from: datagram.from, payload: datagram.payload });
  }
}

function collectConnection(id: number, far: FarConnection, events: ProcessEvent[]): void {
  const { socket: connection, told } = far;
  const isOpen = connection.state !== 'SYN_SENT' && connection.state !== 'SYN_RECEIVED' && connection.error === 0;
  if (!told.connected && isOpen) {
    told.connected = true;
    events.push({ kind: 'connected', id });
  }
  for (const payload of connection.receiveQueue.takeReady()) events.push({ kind: 'data', id, payload });
  if (connection.endOfStream && !told.end) {
    told.end = true;
    events.push({ kind: 'end', id });
  }
  if (connection.error !== 0 && !told.error) {
    told.error = true;
    events.push({ kind: 'error', id, errno: connection.error });
  }
  collectSpace(id, far, events);
}

function collectSpace(id: number, far: FarConnection, events: ProcessEvent[]): void {
  const { socket: connection, told } = far;
  if (connection.freeSpace === told.space) return;
  const isWorthTelling = !far.awaitsSpace || connection.freeSpace >= SEND_BUFFER / 3;
  if (!isWorthTelling) return;
  told.space = connection.freeSpace;
  far.awaitsSpace = false;
  events.push({ kind: 'space', id, bytes: connection.freeSpace });
}
