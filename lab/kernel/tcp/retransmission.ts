/**
 * 重传计时器（RFC 6298 § 5）和零窗口探测计时器（RFC 9293 § 3.8.6.1）。
 */
import * as errno from '../errno.ts';
import type { Connection } from './connection.ts';
import { emitOutstanding, sendProbe } from './emit.ts';
import { isSynchronized } from './states.ts';
import {
  FALLBACK_RTO,
  GIVE_UP_AFTER,
  MAX_RTO,
  ORPHAN_GIVE_UP_AFTER,
  SYN_ACK_RETRIES,
  SYN_LINEAR_TIMEOUTS,
  SYN_RETRIES,
} from './timeouts.ts';

/** 有报文段等着确认而计时器没有开，就开（§ 5.1）。 */
export function armRetransmission(connection: Connection): void {
  const { timers, clock, sendQueue, rto } = connection;
  if (sendQueue.outstanding.length === 0) return;
  if (timers.retransmit?.cancelled === false) return;
  timers.retransmit = clock.after(rto.rto, () => retransmissionTimedOut(connection));
}

/** 有新的确认：全确认了就关（§ 5.2），还有就从现在重新算（§ 5.3）。 */
export function restartRetransmission(connection: Connection): void {
  connection.clock.cancel(connection.timers.retransmit);
  armRetransmission(connection);
}

function retransmissionTimedOut(connection: Connection): void {
  const { sendQueue, rto, clock } = connection;
  connection.timeouts += 1;
  if (connection.timeouts === 1) connection.firstTimeoutAt = clock.now;
  if (hasGivenUp(connection)) return connection.fail(errno.ETIMEDOUT);
  connection.congestion.timedOut();
  for (const segment of sendQueue.outstanding) segment.lost = true;
  retransmitLost(connection, 1);
  if (backsOff(connection)) rto.backOff();
  armRetransmission(connection);
}

/** SYN 的头几次重发不加倍（Linux 6.5 起）；其余每次加倍（§ 5.5）。 */
function backsOff(connection: Connection): boolean {
  return connection.state !== 'SYN_SENT' || connection.timeouts > SYN_LINEAR_TIMEOUTS;
}

function hasGivenUp(connection: Connection): boolean {
  const { state, timeouts, isOrphan, firstTimeoutAt, clock } = connection;
  if (state === 'SYN_SENT') return timeouts > SYN_RETRIES + SYN_LINEAR_TIMEOUTS;
  if (state === 'SYN_RECEIVED') return timeouts > SYN_ACK_RETRIES;
  return clock.now - firstTimeoutAt >= (isOrphan ? ORPHAN_GIVE_UP_AFTER : GIVE_UP_AFTER);
}

/** 重发最早的几个认为丢了的报文段（§ 5.4）。 */
function retransmitLost(connection: Connection, count: number): void {
  let left = count;
  for (const segment of connection.sendQueue.outstanding) {
    if (left === 0) return;
    if (!segment.lost) continue;
    segment.lost = false;
    segment.retransmissions += 1;
    emitOutstanding(connection, segment);
    left -= 1;
  }
}

/** 立刻重发最早的一个：收到三个重复的确认时用（RFC 5681 § 3.2），SYN-ACK 丢了时也用。 */
export function retransmitFirst(connection: Connection): void {
  const first = connection.sendQueue.outstanding[0];
  if (!first) return;
  first.lost = true;
  retransmitLost(connection, 1);
}

/** 收到了新的确认：测往返时间，退避归零，接着重发还丢着的。 */
export function acknowledged(connection: Connection, sentAt: number | undefined): void {
  const { rto, clock, snd } = connection;
  const isHandshake = !isSynchronized(connection.state);
  if (sentAt !== undefined) rto.measured(clock.now - sentAt);
  else if (isHandshake && snd.nxt !== snd.iss) rto.set(FALLBACK_RTO);
  rto.settle();
  connection.timeouts = 0;
  connection.duplicateAcks = 0;
  // 每个确认放行两个，重发的速度一轮翻一倍
  retransmitLost(connection, 2);
  restartRetransmission(connection);
}

/** 窗口是零（或太小），又没有东西在路上：过一会儿去问。 */
export function armProbe(connection: Connection): void {
  const { timers, clock, rto } = connection;
  if (timers.probe?.cancelled === false) return;
  const wait = Math.min(rto.rto * 2 ** connection.probes, MAX_RTO);
  timers.probe = clock.after(wait, () => probeTimedOut(connection));
}

export function cancelProbe(connection: Connection): void {
  connection.clock.cancel(connection.timers.probe);
  connection.probes = 0;
}

function probeTimedOut(connection: Connection): void {
  if (!connection.hasUnsent || connection.inFlight > 0) return;
  if (connection.snd.wnd > 0) return overrideSillyWindow(connection);
  connection.probes += 1;
  sendProbe(connection);
  armProbe(connection);
}

/** 窗口很小但不是零，等够了：能发多少发多少（§ 3.8.6.2.1 的第 4 条）。 */
function overrideSillyWindow(connection: Connection): void {
  connection.snd.maxWnd = connection.snd.wnd;
  connection.transmit();
}
