/**
 * 把一个报文段写好、交出去：标志、确认、窗口（RFC 9293 § 3.1）。
 */
import { EMPTY, TCP_TIMESTAMP_BYTES, type TcpFlags, type TcpSegment } from '../packet.ts';
import type { Connection } from './connection.ts';
import type { Outstanding } from './send-queue.ts';
import { add, isAfter } from './sequence.ts';

/** 把等着确认的一个报文段送出去：第一次发和重发都走这里。 */
export function emitOutstanding(connection: Connection, segment: Outstanding): void {
  const { syn, fin, psh, payload, seq, retransmissions } = segment;
  // 除了第一个 SYN，每个报文段都带确认（§ 3.4）
  const flags = { syn, fin, psh, ack: connection.state !== 'SYN_SENT' };
  emit(connection, flags, seq, payload, retransmissions);
}

/** 纯确认。 */
export function sendAck(connection: Connection): void {
  emit(connection, { ack: true }, connection.snd.nxt, EMPTY);
}

/** 零窗口探测：一个旧序号、不带数据的报文段，逼对方再说一次窗口（§ 3.8.6.1；Linux 的做法）。 */
export function sendProbe(connection: Connection): void {
  emit(connection, { ack: true }, add(connection.snd.una, -1), EMPTY);
}

/** 主动发 RST：应用放弃，或者有数据没读就关了。 */
export function sendActiveReset(connection: Connection): void {
  emit(connection, { rst: true, ack: true }, connection.snd.nxt, EMPTY);
}

/** 确认：立刻发，或者等一等再发。 */
export function scheduleAck(connection: Connection, when: 'now' | 'later'): void {
  const { timers, clock, delayedAck } = connection;
  if (when === 'now') return sendAck(connection);
  if (timers.delayedAck?.cancelled === false) return;
  timers.delayedAck = clock.after(delayedAck.delay(connection.rto.smoothed), () => {
    delayedAck.waitedInVain(connection.rto.rto);
    sendAck(connection);
  });
}

function emit(connection: Connection, flags: TcpFlags, seq: number, payload: Uint8Array, retransmission = 0): void {
  const { layer, local, remote, rcv } = connection;
  const segment: TcpSegment = {
    protocol: 'tcp',
    source: local,
    destination: remote,
    flags,
    seq,
    ack: flags.ack ? rcv.nxt : 0,
    window: advertise(connection),
    payload,
    ...(flags.syn && { maximumSegmentSize: layer.maximumSegmentSize(remote.address) + TCP_TIMESTAMP_BYTES }),
  };
  noteSent(connection, segment);
  layer.host.send(segment, retransmission || undefined);
}

/** 带出去的确认和窗口，从此算数。 */
function noteSent(connection: Connection, segment: TcpSegment): void {
  if (segment.flags.ack) {
    connection.rcv.wup = connection.rcv.nxt;
    connection.delayedAck.ackSent();
    connection.clock.cancel(connection.timers.delayedAck);
  }
  if (segment.payload.length > 0) connection.delayedAck.dataSent(connection.clock.now);
}

/** 要写进报文段的窗口。右边界只能往右，不能缩回来（§ 3.8.6.2.1）。 */
function advertise(connection: Connection): number {
  const { rcv } = connection;
  const edge = add(rcv.nxt, connection.windowToAdvertise());
  if (connection.state === 'SYN_SENT' || isAfter(edge, rcv.edge)) rcv.edge = edge;
  return connection.state === 'SYN_SENT' ? connection.windowToAdvertise() : connection.receiveWindow;
}
