/**
 * 一个连接：RFC 9293 § 3.3.1 的 TCB（传输控制块），和应用能对它做的事（§ 3.9.1）。
 *
 * 变量照 RFC 取名：`snd.una` 就是 SND.UNA，`rcv.nxt` 就是 RCV.NXT。
 * 到来的报文段由 arrival.ts 处理，发出的由 output.ts 决定，超时由 retransmission.ts 处理。
 */
import type { Endpoint } from '../address.ts';
import type { Timer } from '../clock.ts';
import * as errno from '../errno.ts';
import { noCongestionControl, type CongestionControl } from './congestion.ts';
import { DelayedAck } from './delayed-ack.ts';
import { scheduleAck, sendActiveReset } from './emit.ts';
import type { TcpLayer } from './layer.ts';
import type { Listener } from './listener.ts';
import { sendSegment, transmit } from './output.ts';
import { ReceiveQueue } from './receive-queue.ts';
import { RtoEstimator } from './rto.ts';
import { SendQueue } from './send-queue.ts';
import { canSendData, type TcpState } from './states.ts';
import { FIN_WAIT_2_LENGTH, TIME_WAIT_LENGTH } from './timeouts.ts';

/** 内核叫醒进程的门铃：连上了、断了、有数据、有空位，都按它；进程来了自己看。 */
export interface TcpObserver {
  changed(): void;
}

const nobody: TcpObserver = { changed() {} };

/** 接收缓冲区，也是窗口的上限。65535 不需要窗口扩大选项（RFC 7323）。 */
export const RECEIVE_BUFFER = 65_535;
/** 发送缓冲区，字节。Linux 会自己从几十 KB 调到 4 MB，模拟固定为 256 KB。 */
export const SEND_BUFFER = 262_144;

export class Connection {
  readonly layer: TcpLayer;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** 端口表里的主人。 */
  readonly owner: string;
  observer: TcpObserver;
  state: TcpState = 'CLOSED';

  /** 发送一侧（RFC 9293 § 3.3.1）。`maxWnd` 是见过的最大的窗口；`small` 是最后一个小报文段的结尾。 */
  readonly snd = { iss: 0, una: 0, nxt: 0, wnd: 0, wl1: 0, wl2: 0, maxWnd: 0, small: 0 };
  /** 接收一侧。`wup` 是上次确认到的地方；`edge` 是告诉过对方的窗口的右边界。 */
  readonly rcv = { irs: 0, nxt: 0, wup: 0, edge: 0 };
  /** 一个报文段最多装多少数据（RFC 9293 § 3.7.1），选项占的已经减去。 */
  mss: number;

  readonly sendQueue = new SendQueue();
  readonly receiveQueue = new ReceiveQueue();
  readonly delayedAck = new DelayedAck();
  readonly rto = new RtoEstimator();
  congestion: CongestionControl = noCongestionControl;
  readonly timers: { retransmit?: Timer; delayedAck?: Timer; probe?: Timer; state?: Timer } = {};
  /** 连续超时几次；有新的确认就归零。 */
  timeouts = 0;
  /** 这一串超时里，最早那个报文段第一次重发的时刻。 */
  firstTimeoutAt = 0;
  duplicateAcks = 0;
  /** 零窗口探测退避了几次。 */
  probes = 0;

  /** 应用说过「不再发了」，FIN 排在数据后面。 */
  finQueued = false;
  finSent = false;
  /** TCP_NODELAY：关掉 Nagle 算法。 */
  noDelay = false;
  /** 对方的 FIN 已经按次序到了。 */
  endOfStream = false;
  /** 待领的错误；0 表示没有。 */
  error = 0;
  /** 进程已经不要它了，内核自己把剩下的事做完。 */
  isOrphan = false;
  /** 还没有被 accept 的连接属于哪个监听者。 */
  listener: Listener | undefined;

  constructor(layer: TcpLayer, local: Endpoint, remote: Endpoint, owner: string, observer: TcpObserver = nobody) {
    this.layer = layer;
    this.local = local;
    this.remote = remote;
    this.owner = owner;
    this.observer = observer;
    this.mss = layer.maximumSegmentSize(remote.address);
  }

  get clock() {
    return this.layer.host.network.clock;
  }

  /** 在路上、没有确认的序号数。 */
  get inFlight(): number {
    return (this.snd.nxt - this.snd.una) >>> 0;
  }

  /** 发送缓冲区还放得下几个字节。 */
  get freeSpace(): number {
    return Math.max(0, SEND_BUFFER - this.sendQueue.bytes);
  }

  /** 现在的接收窗口：说过给多少就是多少，直到对方用掉。 */
  get receiveWindow(): number {
    return Math.max(0, (this.rcv.edge - this.rcv.nxt) | 0);
  }

  /** 还有没发的数据或 FIN。 */
  get hasUnsent(): boolean {
    return this.sendQueue.unsentBytes > 0 || (this.finQueued && !this.finSent);
  }

  /** 把能发的都发了。 */
  transmit(): void {
    transmit(this);
  }

  setState(state: TcpState): void {
    if (state === this.state) return;
    this.state = state;
    const { network, name } = this.layer.host;
    network.trace({ kind: 'state', time: this.clock.now, host: name, local: this.local, remote: this.remote, state });
    this.observer.changed();
  }

  /** 主动打开：发 SYN（§ 3.5，§ 3.10.1）。 */
  openActively(): void {
    this.#chooseInitialSequence();
    this.setState('SYN_SENT');
    sendSegment(this, { syn: true });
  }

  /** 被动打开：收到了 SYN，答以 SYN-ACK（§ 3.10.7.2）。 */
  openPassively(): void {
    this.#chooseInitialSequence();
    this.setState('SYN_RECEIVED');
    sendSegment(this, { syn: true });
  }

  #chooseInitialSequence(): void {
    const iss = this.layer.initialSequence();
    Object.assign(this.snd, { iss, una: iss, nxt: iss, small: iss });
  }

  /** 应用写数据（SEND，§ 3.9.1.2）。调用者已经看过 `freeSpace`。 */
  write(bytes: Uint8Array): void {
    this.sendQueue.write(bytes);
    if (canSendData(this.state)) this.transmit();
  }

  /** 应用读走了 `bytes` 字节：也许该确认，也许该告诉对方窗口变大了（Linux tcp_cleanup_rbuf）。 */
  consumed(bytes: number): void {
    this.receiveQueue.consumed(bytes);
    if (this.state === 'CLOSED' || this.state === 'TIME_WAIT') return;
    if (this.#isAckDueAfterRead() || this.#canOpenWindow()) scheduleAck(this, 'now');
  }

  #isAckDueAfterRead(): boolean {
    const { delayedAck, rcv, receiveQueue } = this;
    if (!delayedAck.isOwed) return false;
    if (((rcv.nxt - rcv.wup) >>> 0) > delayedAck.segmentEstimate) return true;
    return receiveQueue.unreadBytes === 0 && delayedAck.isDueAfterDraining();
  }

  /** 窗口能至少翻倍，才值得专门说一声（糊涂窗口，§ 3.8.6.2.2）。 */
  #canOpenWindow(): boolean {
    const current = this.receiveWindow;
    if (this.endOfStream || 2 * current > RECEIVE_BUFFER) return false;
    const possible = this.windowToAdvertise();
    return possible > 0 && possible >= 2 * current;
  }

  /** 这时能给对方多大的窗口：空位太小就说 0，免得对方一小口一小口地发（§ 3.8.6.2.2）。 */
  windowToAdvertise(): number {
    const free = RECEIVE_BUFFER - this.receiveQueue.unreadBytes;
    const isTiny = free < RECEIVE_BUFFER / 16 || free < this.mss;
    return free < RECEIVE_BUFFER / 2 && isTiny ? 0 : free;
  }

  /** 应用不再发了：FIN 排到最后（CLOSE，§ 3.9.1.5；shutdown(SHUT_WR)）。 */
  shutdownWrite(): void {
    if (this.finQueued) return;
    this.finQueued = true;
    if (canSendData(this.state)) this.transmit();
  }

  /**
   * 应用关掉套接字。还有没读的数据，就用 RST 告诉对方「有数据没人看」（RFC 2525 § 2.17）；
   * 否则正常地发 FIN，剩下的事内核自己做。
   */
  close(): void {
    this.observer = nobody;
    this.isOrphan = true;
    if (this.state === 'SYN_SENT') this.destroy();
    else if (this.receiveQueue.unreadBytes > 0) this.abort();
    else this.#closeInOrder();
  }

  #closeInOrder(): void {
    this.shutdownWrite();
    if (this.state === 'FIN_WAIT_2') this.waitForFin();
  }

  /** 进程不在了，对方又一直不发 FIN：等 60 秒就算了。 */
  waitForFin(): void {
    this.clock.cancel(this.timers.state);
    this.timers.state = this.clock.after(FIN_WAIT_2_LENGTH, () => this.destroy());
  }

  /** 立刻放弃：发 RST（ABORT，§ 3.9.1.6）。 */
  abort(): void {
    this.observer = nobody;
    this.isOrphan = true;
    if (this.state !== 'CLOSED' && this.state !== 'TIME_WAIT' && this.state !== 'SYN_SENT') sendActiveReset(this);
    this.destroy();
  }

  /** 出了错，连接没有了；进程下一次来看时得知。 */
  fail(error: number): void {
    this.error = error;
    this.destroy();
    this.observer.changed();
  }

  /** 收到了可以接受的 RST（§ 3.10.7.4；错误码照 Linux 的 tcp_reset）。 */
  resetByPeer(): void {
    if (this.state === 'SYN_SENT') this.fail(errno.ECONNREFUSED);
    else if (this.state === 'CLOSE_WAIT') this.fail(errno.EPIPE);
    else this.fail(errno.ECONNRESET);
  }

  /** 先关的一方等 60 秒：最后的 ACK 若丢了，还能再答一次；旧的报文段也都消失了（§ 3.6）。 */
  enterTimeWait(): void {
    this.#cancelTimers();
    this.sendQueue.clear();
    this.setState('TIME_WAIT');
    this.restartTimeWait();
  }

  restartTimeWait(): void {
    this.clock.cancel(this.timers.state);
    this.timers.state = this.clock.after(TIME_WAIT_LENGTH, () => this.destroy());
  }

  /** 删掉 TCB，交还端口。 */
  destroy(): void {
    this.#cancelTimers();
    this.sendQueue.clear();
    this.listener?.forget(this);
    this.layer.remove(this);
    this.setState('CLOSED');
  }

  #cancelTimers(): void {
    for (const timer of Object.values(this.timers)) this.clock.cancel(timer);
  }
}
