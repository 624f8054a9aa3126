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
  const owners = ownersOf(processes);
  const rows: SocketRow[] = [];
  for (const socket of host.udp.sockets) {
    rows.push({
      protocol: 'udp',
      state: socket.peer ? 'ESTABLISHED' : 'UNCONN',
      local: { address: socket.holder.address, port: socket.holder.port },
      remote: socket.peer,
      receiveQueue: socket.queuedBytes,
      sendQueue: 0,
      pid: owners.get(socket),
    });
  }
  for (const listener of host.tcp.listeners) {
    rows.push({
      protocol: 'tcp',
      state: 'LISTEN',
      local: { address: listener.holder.address, port: listener.holder.port },
      remote: undefined,
      receiveQueue: listener.acceptQueue.length,
      sendQueue: listener.backlog,
      pid: owners.get(listener),
    });
  }
  for (const connection of host.tcp.connections) {
    rows.push({
      protocol: 'tcp',
      state: connection.state,
      local: connection.local,
      remote: connection.remote,
      receiveQueue: connection.receiveQueue.unreadBytes,
      sendQueue: connection.sendQueue.bytes,
      pid: owners.get(connection),
    });
  }
  return rows;
}

function ownersOf(processes: Iterable<Conducted>): Map<object, number> {
  const owners = new Map<object, number>();
  for (const { far, setup } of processes) {
    for (const socket of far.sockets) {
      if (socket.kind === 'udp') owners.set(socket.socket, setup.pid);
      else if (socket.kind === 'listener') owners.set(socket.listener, setup.pid);
      else owners.set(socket.connection, setup.pid);
    }
  }
  return owners;
}
