/**
 * 发送：什么时候发、发多少（RFC 9293 § 3.7.4 Nagle，§ 3.8.6 窗口）。
 */
import { EMPTY } from '../packet.ts';
import type { Connection } from './connection.ts';
import { emitOutstanding } from './emit.ts';
import { armProbe, armRetransmission } from './retransmission.ts';
import type { Outstanding } from './send-queue.ts';
import { add, isAfter } from './sequence.ts';

/** 把能发的都发了：先数据，最后是 FIN。 */
export function transmit(connection: Connection): void {
  for (let sent = 1; ; sent += 1) {
    const length = nextLength(connection);
    if (length === undefined) break;
    const { payload, psh } = connection.sendQueue.take(length);
    const fin = connection.finQueued && connection.sendQueue.unsentBytes === 0;
    sendSegment(connection, { payload, psh: psh || isEndOfPair(connection, sent, length), fin });
    if (length < connection.mss) connection.snd.small = connection.snd.nxt;
  }
  if (connection.hasUnsent && connection.inFlight === 0) armProbe(connection);
}

/** Linux 把满的报文段两个两个地交给网卡去切（TSO），后一个带 PSH。 */
function isEndOfPair(connection: Connection, sent: number, length: number): boolean {
  return sent % 2 === 0 && length === connection.mss;
}

/**
 * 下一个报文段装几个字节；现在不能发就是 undefined。0 是单独一个 FIN。
 * 判断照 § 3.8.6.2.1：D 是要发的，U 是窗口里还能用的。
 */
function nextLength(connection: Connection): number | undefined {
  const { mss, snd, sendQueue } = connection;
  if (!connection.hasUnsent) return undefined;
  const wanted = sendQueue.unsentBytes;
  const usable = Math.min(snd.wnd, connection.congestion.window) - connection.inFlight;
  if (wanted === 0) return usable >= 1 ? 0 : undefined;
  const possible = Math.min(wanted, usable);
  if (possible >= mss) return mss;
  if (possible <= 0 || !mayBeSmall(connection)) return undefined;
  if (wanted <= usable) return wanted;
  // 窗口放不下全部，但放得下最大窗口的一半：也值得发
  return possible >= snd.maxWnd / 2 ? possible : undefined;
}

/**
 * Nagle 算法（§ 3.7.4）：有小报文段还没有确认，就不再发小报文段，攒着。
 * Linux 用 Minshall 的改进：只看小的，满的报文段不算。最后带 FIN 的不受限制。
 */
function mayBeSmall(connection: Connection): boolean {
  const { snd, noDelay, finQueued } = connection;
  return noDelay || finQueued || !isAfter(snd.small, snd.una);
}

/** 发一个占序号的报文段（数据、SYN、FIN），并记下等它的确认。 */
export function sendSegment(
  connection: Connection,
  parts: { payload?: Uint8Array; psh?: boolean; syn?: boolean; fin?: boolean },
): void {
  const { snd } = connection;
  const { payload = EMPTY, psh = false, syn = false, fin = false } = parts;
  const seq = snd.nxt;
  const end = add(seq, payload.length + (syn ? 1 : 0) + (fin ? 1 : 0));
  const sentAt = connection.clock.now;
  const segment: Outstanding = { seq, end, payload, psh, syn, fin, sentAt, retransmissions: 0, lost: false };
  connection.sendQueue.sent(segment);
  snd.nxt = end;
  if (fin) {
    connection.finSent = true;
    connection.setState(connection.state === 'CLOSE_WAIT' ? 'LAST_ACK' : 'FIN_WAIT_1');
  }
  emitOutstanding(connection, segment);
  armRetransmission(connection);
}
