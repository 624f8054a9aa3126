/**
 * 套接字表：`ss` 能看到的那几列。
 */
import type { Endpoint } from './kernel/address.ts';
import type { Host } from './kernel/host.ts';
import type { Conducted } from './conductor.ts';

/** 一行，相当于 `ss -tuan` 的一行。 */
export interface SocketRow {
  protocol: 'udp' | 'tcp';
  /** TCP 的状态照 RFC 9293；UDP 是 UNCONN 或 ESTABLISHED（connect 过） */
  state: string;
  local: Endpoint;
  /** 没有对方就是 undefined（`ss` 写作 `*`） */
  remote: Endpoint | undefined;
  /** 收到、应用还没有读的：UDP 是占用的内存，TCP 是字节；监听的是等着 accept 的连接数 */
  receiveQueue: number;
  /** 发出、对方还没有确认的字节；监听的是 backlog */
  sendQueue: number;
  /** 哪个进程的；TIME_WAIT 之类不属于任何进程 */
  pid: number | undefined;
}

export function socketTable(host: Host, processes: Iterable<Conducted>): SocketRow[] {
  const owners = new Map<object, number>();
  for (const { far, setup } of processes) {
    for (const { socket } of far.sockets) owners.set(socket, setup.pid);
  }
  const rows: SocketRow[] = [];
  const add = (socket: object, { address, port }: Endpoint, row: Omit<SocketRow, 'local' | 'pid'>) =>
    rows.push({ ...row, local: { address, port }, pid: owners.get(socket) });
  for (const socket of host.udp.sockets) {
    const { peer, holder, queuedBytes: receiveQueue } = socket;
    add(socket, holder, { protocol: 'udp', state: peer ? 'ESTABLISHED' : 'UNCONN', remote: peer ?? undefined, receiveQueue, sendQueue: 0 });
  }
  for (const listener of host.tcp.listeners) {
    const { acceptQueue, backlog, holder } = listener;
    add(listener, holder, { protocol: 'tcp', state: 'LISTEN', remote: undefined, receiveQueue: acceptQueue.length, sendQueue: backlog });
  }
  for (const connection of host.tcp.connections) {
    const { state, local, remote, receiveQueue, sendQueue } = connection;
    add(connection, local, { protocol: 'tcp', state, remote, receiveQueue: receiveQueue.unreadBytes, sendQueue: sendQueue.bytes });
  }
  return rows;
}
