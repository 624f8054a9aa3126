/**
 * 一个报文段到了（RFC 9293 § 3.10.7，SEGMENT ARRIVES）。次序照 RFC 的八步。
 */
import type { TcpSegment } from '../packet.ts';
import type { Connection } from './connection.ts';
import { scheduleAck, sendAck } from './emit.ts';
import { acknowledged, cancelProbe, retransmitFirst } from './retransmission.ts';
import { add, difference, isAfter, isBefore } from './sequence.ts';

export function segmentArrives(connection: Connection, segment: TcpSegment): void {
  if (connection.state === 'SYN_SENT') return arrivesInSynSent(connection, segment);
  if (connection.state === 'TIME_WAIT') return arrivesInTimeWait(connection, segment);
  if (!isAcceptable(connection, segment)) return refuseUnacceptable(connection, segment);
  if (segment.flags.rst) return resetArrives(connection, segment);
  // 已经同步的连接上又来 SYN：不理，只发一个确认（RFC 5961 § 4）
  if (segment.flags.syn) return sendAck(connection);
  if (!segment.flags.ack) return;
  if (!acknowledgmentArrives(connection, segment)) return;
  if (!textArrives(connection, segment)) return;
  if (connection.state === 'CLOSED') return;
  connection.transmit();
  acknowledgeIfOwed(connection);
}

/** 第一步：序号落在窗口里吗（§ 3.10.7.4 的表）。 */
function isAcceptable(connection: Connection, segment: TcpSegment): boolean {
  const { rcv } = connection;
  const length = sequenceLength(segment);
  const window = connection.receiveWindow;
  const offset = difference(segment.seq, rcv.nxt);
  if (length === 0) return window === 0 ? offset === 0 : offset >= 0 && offset < window;
  if (window === 0) return false;
  const lastOffset = offset + length - 1;
  return (offset >= 0 && offset < window) || (lastOffset >= 0 && lastOffset < window);
}

/** 数据的字节数，SYN、FIN 各加一。 */
function sequenceLength({ payload, flags }: TcpSegment): number {
  return payload.length + (flags.syn ? 1 : 0) + (flags.fin ? 1 : 0);
}

/** 不可接受的：除了 RST，都答一个确认，告诉对方自己在等什么。 */
function refuseUnacceptable(connection: Connection, segment: TcpSegment): void {
  if (segment.flags.rst) return;
  if (connection.state === 'SYN_RECEIVED' && segment.flags.syn) return synAgain(connection, segment);
  // 零窗口时仍要处理 ACK：对方可能在确认我们的数据（§ 3.10.7.4）
  if (segment.flags.ack && segment.seq === connection.rcv.nxt) acknowledgmentArrives(connection, segment);
  if (connection.state === 'CLOSED') return;
  connection.delayedAck.enterQuick(connection.receiveWindow);
  sendAck(connection);
}

/** 对方的 SYN 又来了：我们的 SYN-ACK 丢了，重发；同时打开时它带着 ACK，握手就完成了（§ 3.5 图 7）。 */
function synAgain(connection: Connection, segment: TcpSegment): void {
  if (segment.flags.ack) acknowledgmentArrives(connection, segment);
  else retransmitFirst(connection);
}

/** 第二步：RST。序号正好才算数，否则问一声（RFC 5961 § 3：防止伪造的 RST）。 */
function resetArrives(connection: Connection, segment: TcpSegment): void {
  if (segment.seq !== connection.rcv.nxt) return sendAck(connection);
  connection.resetByPeer();
}

/** § 3.10.7.3：发了 SYN，等着。 */
function arrivesInSynSent(connection: Connection, segment: TcpSegment): void {
  const { snd } = connection;
  const { flags } = segment;
  const acceptsAck = flags.ack === true && isAfter(segment.ack, snd.iss) && !isAfter(segment.ack, snd.nxt);
  if (flags.ack && !acceptsAck) {
    if (!flags.rst) connection.layer.sendResetFor(segment);
    return;
  }
  if (flags.rst) {
    if (acceptsAck) connection.resetByPeer();
    return;
  }
  if (!flags.syn) return;
  synchronize(connection, segment);
  if (acceptsAck) completeActiveOpen(connection, segment);
  else openSimultaneously(connection);
}

/** 从 SYN 里得知：对方的初始序号、MSS。 */
export function synchronize(connection: Connection, segment: TcpSegment): void {
  const { rcv } = connection;
  rcv.irs = segment.seq;
  rcv.nxt = add(segment.seq, 1);
  rcv.wup = rcv.nxt;
  rcv.edge = add(rcv.nxt, connection.windowToAdvertise());
  connection.mss = Math.min(connection.mss, connection.layer.segmentSizeFor(segment));
  updateWindow(connection, segment);
}

function completeActiveOpen(connection: Connection, segment: TcpSegment): void {
  acceptAck(connection, segment);
  connection.setState('ESTABLISHED');
  sendAck(connection);
  connection.transmit();
}

/** 双方同时打开（§ 3.5，图 8）：各自的 SYN 在路上错过。 */
function openSimultaneously(connection: Connection): void {
  connection.setState('SYN_RECEIVED');
  retransmitFirst(connection);
}

/** TIME_WAIT：对方没收到最后的 ACK，又发来 FIN，就再答一次（§ 3.10.7.4）。 */
function arrivesInTimeWait(connection: Connection, segment: TcpSegment): void {
  if (segment.flags.rst) {
    // Linux 缺省让 RST 提前结束 TIME_WAIT（tcp_rfc1337 = 0）
    if (segment.seq === connection.rcv.nxt) connection.destroy();
    return;
  }
  // 正好的纯确认：不必再答，只是重新等 60 秒（Linux tcp_timewait_state_process）
  const isBareAck = sequenceLength(segment) === 0 && segment.seq === connection.rcv.nxt;
  if (!isBareAck) sendAck(connection);
  if (isBareAck || segment.flags.fin) connection.restartTimeWait();
}

/** 第五步：ACK。返回 false 就不再往下看。 */
function acknowledgmentArrives(connection: Connection, segment: TcpSegment): boolean {
  if (connection.state === 'SYN_RECEIVED' && !completePassiveOpen(connection, segment)) return false;
  const { snd } = connection;
  if (isAfter(segment.ack, snd.nxt)) {
    // 确认了还没有发的东西
    sendAck(connection);
    return false;
  }
  if (isAfter(segment.ack, snd.una)) acceptAck(connection, segment);
  else noteDuplicate(connection, segment);
  updateWindow(connection, segment);
  return finAcknowledged(connection);
}

/** 握手的第三步到了。监听的队列满了就当没有收到：对方以为连上了，这边还在 SYN_RECEIVED。 */
function completePassiveOpen(connection: Connection, segment: TcpSegment): boolean {
  const { snd, listener } = connection;
  if (!isAfter(segment.ack, snd.una) || isAfter(segment.ack, snd.nxt)) {
    connection.layer.sendResetFor(segment);
    return false;
  }
  if (listener && !listener.hasRoom) return false;
  acceptAck(connection, segment);
  updateWindow(connection, segment);
  connection.setState('ESTABLISHED');
  listener?.established(connection);
  return true;
}

function acceptAck(connection: Connection, segment: TcpSegment): void {
  connection.snd.una = segment.ack;
  const { sentAt, bytes } = connection.sendQueue.acknowledge(segment.ack);
  connection.congestion.acknowledged(bytes);
  acknowledged(connection, sentAt);
  if (bytes > 0) connection.observer.changed();
}

/** 重复的确认：数据没动，窗口也没变（RFC 5681 § 2）。 */
function noteDuplicate(connection: Connection, segment: TcpSegment): void {
  const { snd } = connection;
  const isDuplicate = segment.ack === snd.una && sequenceLength(segment) === 0 && segment.window === snd.wnd;
  if (!isDuplicate || connection.inFlight === 0) return;
  connection.duplicateAcks += 1;
  if (connection.congestion.duplicateAck(connection.duplicateAcks)) retransmitFirst(connection);
}

/** 用最新的报文段里的窗口，不让迟到的旧报文段改它（§ 3.10.7.4，SND.WL1、SND.WL2）。 */
function updateWindow(connection: Connection, segment: TcpSegment): void {
  const { snd } = connection;
  const isNewer = isAfter(segment.seq, snd.wl1) || (segment.seq === snd.wl1 && !isAfter(snd.wl2, segment.ack));
  if (!isNewer && !segment.flags.syn) return;
  snd.wnd = segment.window;
  snd.wl1 = segment.seq;
  snd.wl2 = segment.ack;
  snd.maxWnd = Math.max(snd.maxWnd, segment.window);
  if (segment.window > 0) cancelProbe(connection);
}

/** 我们的 FIN 被确认了：状态往前走。返回 false 就是连接已经没有了。 */
function finAcknowledged(connection: Connection): boolean {
  if (!connection.finSent || connection.snd.una !== connection.snd.nxt) return true;
  if (connection.state === 'FIN_WAIT_1') {
    connection.setState('FIN_WAIT_2');
    if (connection.isOrphan) connection.waitForFin();
  } else if (connection.state === 'CLOSING') {
    connection.enterTimeWait();
    return false;
  } else if (connection.state === 'LAST_ACK') {
    connection.destroy();
    return false;
  }
  return true;
}

/** 第七、八步：数据和 FIN。返回 false 就不再往下看。 */
function textArrives(connection: Connection, segment: TcpSegment): boolean {
  const { rcv } = connection;
  if (sequenceLength(segment) === 0) return true;
  const end = add(segment.seq, segment.payload.length);
  // 进程已经关了套接字，又来了新数据：没有人会读，用 RST 告诉对方
  if (connection.isOrphan && isAfter(end, rcv.nxt)) {
    connection.layer.sendResetFor(segment);
    connection.destroy();
    return false;
  }
  const { payload, fin } = trimToWindow(connection, segment);
  if (isAfter(segment.seq, rcv.nxt)) {
    connection.receiveQueue.keepEarly(segment.seq, payload, fin);
    connection.delayedAck.enterQuick(connection.receiveWindow);
    return true;
  }
  acceptText(connection, payload.subarray(difference(rcv.nxt, segment.seq)), fin);
  acceptEarly(connection);
  return connection.state !== 'TIME_WAIT';
}

/** 窗口外面的不收。 */
function trimToWindow(connection: Connection, { seq, payload, flags }: TcpSegment): { payload: Uint8Array; fin: boolean } {
  const room = difference(connection.rcv.edge, seq);
  if (payload.length <= room) return { payload, fin: flags.fin === true };
  return { payload: payload.subarray(0, Math.max(0, room)), fin: false };
}

/** 前面补齐了，先到的也可以收了。 */
function acceptEarly(connection: Connection): void {
  const { receiveQueue, rcv, delayedAck } = connection;
  const hadEarly = receiveQueue.hasEarly;
  for (;;) {
    const early = receiveQueue.takeEarly(rcv.nxt);
    if (!early) break;
    acceptText(connection, early.payload, early.fin);
  }
  // 补上了一个缺口：立刻确认（RFC 5681 § 4.2）
  if (hadEarly) delayedAck.enterQuick(connection.receiveWindow);
}

function acceptText(connection: Connection, payload: Uint8Array, fin: boolean): void {
  const { rcv, receiveQueue, delayedAck } = connection;
  if (payload.length > 0) {
    receiveQueue.push(payload);
    rcv.nxt = add(rcv.nxt, payload.length);
    delayedAck.received(connection.clock.now, payload.length, connection.receiveWindow, connection.rto.rto);
    connection.observer.changed();
  }
  if (fin && !connection.endOfStream) finArrives(connection);
}

/** 第八步：FIN 按次序到了。 */
function finArrives(connection: Connection): void {
  connection.rcv.nxt = add(connection.rcv.nxt, 1);
  if (isBefore(connection.rcv.edge, connection.rcv.nxt)) connection.rcv.edge = connection.rcv.nxt;
  connection.endOfStream = true;
  if (connection.state === 'ESTABLISHED') {
    connection.delayedAck.finReceived();
    connection.setState('CLOSE_WAIT');
  } else if (connection.state === 'FIN_WAIT_1') {
    sendAck(connection);
    connection.setState('CLOSING');
  } else if (connection.state === 'FIN_WAIT_2') {
    sendAck(connection);
    connection.enterTimeWait();
  }
  connection.observer.changed();
}

/** 欠着确认：立刻发，还是等一等（Linux __tcp_ack_snd_check）。 */
function acknowledgeIfOwed(connection: Connection): void {
  const { delayedAck, rcv, receiveQueue } = connection;
  if (!delayedAck.isOwed) return;
  const unacknowledged = (rcv.nxt - rcv.wup) >>> 0;
  const isDue = unacknowledged > delayedAck.segmentEstimate || delayedAck.isQuick || receiveQueue.hasEarly;
  scheduleAck(connection, isDue ? 'now' : 'later');
}
