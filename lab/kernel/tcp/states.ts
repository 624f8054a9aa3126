/**
 * 连接的状态，名字照 RFC 9293 § 3.3.2；`ss` 里 SYN_RECEIVED 写作 SYN-RECV。
 */
export type TcpState =
  | 'CLOSED'
  | 'LISTEN'
  | 'SYN_SENT'
  | 'SYN_RECEIVED'
  | 'ESTABLISHED'
  | 'FIN_WAIT_1'
  | 'FIN_WAIT_2'
  | 'CLOSE_WAIT'
  | 'CLOSING'
  | 'LAST_ACK'
  | 'TIME_WAIT';

/** 还能发新数据的状态。 */
export function canSendData(state: TcpState): boolean {
  return state === 'ESTABLISHED' || state === 'CLOSE_WAIT';
}

/** 已经同步：双方都知道对方的初始序号（RFC 9293 § 3.5.2 的第三组）。 */
export function isSynchronized(state: TcpState): boolean {
  return state !== 'CLOSED' && state !== 'LISTEN' && state !== 'SYN_SENT' && state !== 'SYN_RECEIVED';
}
