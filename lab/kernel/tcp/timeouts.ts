/**
 * TCP 的各种期限，微秒。照 Linux 的缺省值；与 RFC 不同的，写明哪里不同。
 */
import { MILLISECOND, SECOND } from '../clock.ts';

/** 还没有测过往返时间时的 RTO（RFC 6298 § 2.1）。 */
export const INITIAL_RTO = 1 * SECOND;
/** RFC 6298 § 2.4 说至少 1 秒；Linux 是 200 毫秒（TCP_RTO_MIN）。 */
export const MIN_RTO = 200 * MILLISECOND;
/** RFC 6298 § 2.5 允许设上限，至少 60 秒；Linux 是 120 秒（TCP_RTO_MAX）。 */
export const MAX_RTO = 120 * SECOND;
/** 三次握手里重发过、又没有测到往返时间：数据的 RTO 从 3 秒开始（RFC 6298 § 5.7）。 */
export const FALLBACK_RTO = 3 * SECOND;

/** SYN 重发几次就放弃（net.ipv4.tcp_syn_retries）。 */
export const SYN_RETRIES = 6;
/** 另有这么多次按 1 秒匀速重发，不加倍（net.ipv4.tcp_syn_linear_timeouts，Linux 6.5 起）。 */
export const SYN_LINEAR_TIMEOUTS = 4;
/** SYN-ACK 重发几次就放弃（net.ipv4.tcp_synack_retries）。 */
export const SYN_ACK_RETRIES = 5;
/** 数据没有人确认，这么久以后放弃：15 次重发，从 200 毫秒加倍到 120 秒（tcp_retries2）。 */
export const GIVE_UP_AFTER = 924_600 * MILLISECOND;
/** 已经没有进程的连接，早些放弃：8 次（tcp_orphan_retries 为 0 时）。 */
export const ORPHAN_GIVE_UP_AFTER = 102_200 * MILLISECOND;

/** RFC 9293 § 3.4.2 的 MSL 是 2 分钟，TIME_WAIT 是 4 分钟；Linux 固定 60 秒（TCP_TIMEWAIT_LEN）。 */
export const TIME_WAIT_LENGTH = 60 * SECOND;
/** 进程关掉了套接字，对方一直不发 FIN：FIN_WAIT_2 只等这么久（tcp_fin_timeout）。 */
export const FIN_WAIT_2_LENGTH = 60 * SECOND;

/** 迟延确认最短、最长（RFC 9293 § 3.8.6.3 要求小于 0.5 秒）。 */
export const MIN_DELAYED_ACK = 40 * MILLISECOND;
export const MAX_DELAYED_ACK = 200 * MILLISECOND;
