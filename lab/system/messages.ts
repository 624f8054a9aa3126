/**
 * 进程和内核之间的话。
 *
 * 进程可能在另一个线程里，所以两边只传数据。一问一答：内核给一次「放行」（Grant），
 * 里面是这个进程该知道的事；进程运行，直到眼下没有事可做，回一个「交代」（Answer），
 * 里面是它做过的系统调用。答以前内核什么也不做，所以每次运行的次序都一样。
 */
import type { Endpoint } from '../kernel/address.ts';
import type { Micros } from '../kernel/clock.ts';
import type { PortHolder, PortTableSnapshot } from '../kernel/ports.ts';

/** 一个编译好的模块：`code` 是一个函数表达式，见 `lab/compile.ts`。 */
export interface CompiledModule {
  /** 相对于程序所在文件夹的路径，如 `server.ts` */
  path: string;
  code: string;
  /** 静态 import 的模块，按次序 */
  imports: string[];
}

/** 启动一个进程要知道的一切。 */
export interface ProcessSetup {
  pid: number;
  host: string;
  addresses: readonly string[];
  /** 主机名 → 地址，作用同 hosts 文件 */
  names: Record<string, string[]>;
  /** `process.argv` 的第二项起 */
  args: string[];
  env: Record<string, string>;
  entry: string;
  modules: CompiledModule[];
  /** 虚拟时间为 0 时的日期，毫秒（`Date.now()` 的零点） */
  epoch: number;
}

/** 内核放行：从 `now` 起运行，可以一直走到 `until` 之前。 */
export interface Grant {
  now: Micros;
  until: Micros;
  /** 进程做了影响别人的事以后，最多再走这么久：那时别人的反应可能已经到了 */
  lookahead: Micros;
  events: ProcessEvent[];
  /** 端口表变了才有 */
  ports?: { udp: PortTableSnapshot; tcp: PortTableSnapshot };
}

/** 进程的交代。 */
export interface Answer {
  calls: SystemCall[];
  /** 没有别的事，几时叫醒我；null 是不用叫 */
  wake: Micros | null;
  /** 进程的时钟走到了哪里：忙等待会让它比放行时晚 */
  now: Micros;
  exit?: ExitStatus;
}

export interface ExitStatus {
  code: number;
  /** 被哪个信号结束 */
  signal?: string;
}

/** 内核告诉进程的事。`id` 是套接字的编号。 */
export type ProcessEvent =
  | { kind: 'datagram'; id: number; from: Endpoint; payload: Uint8Array }
  | { kind: 'error'; id: number; errno: number }
  | { kind: 'connected'; id: number }
  | { kind: 'accepted'; id: number; connection: number; local: Endpoint; remote: Endpoint }
  | { kind: 'data'; id: number; payload: Uint8Array }
  | { kind: 'end'; id: number }
  | { kind: 'space'; id: number; bytes: number }
  | { kind: 'stdin'; text: string | null }
  | { kind: 'signal'; name: string };

export type SystemCall = { time: Micros } & Call;

/** UDP 套接字改得了的；`peer` 为 null 是不再 connect 着谁。 */
export interface UdpSettings {
  peer?: Endpoint | null;
  broadcast?: boolean;
  multicastLoop?: boolean;
  /** SO_RCVBUF，字节 */
  receiveBuffer?: number;
}

/** 进程要内核做的事。 */
export type Call =
  | { call: 'output'; stream: 1 | 2; text: string }
  | { call: 'udp-open'; id: number; holder: PortHolder }
  | { call: 'udp-send'; id: number; to: Endpoint; payload: Uint8Array }
  | { call: 'udp-set'; id: number; changes: UdpSettings }
  | { call: 'udp-group'; id: number; group: string; joined: boolean }
  | { call: 'tcp-claim'; holder: PortHolder }
  | { call: 'tcp-release'; owner: string }
  | { call: 'tcp-listen'; id: number; holder: PortHolder; backlog: number }
  | { call: 'tcp-connect'; id: number; owner: string; local: Endpoint; remote: Endpoint; noDelay: boolean }
  | { call: 'tcp-write'; id: number; payload: Uint8Array }
  /** 有东西等着写，腾出了地方告诉我 */
  | { call: 'tcp-await-space'; id: number }
  /** 在不在读：不读的时候，来了数据也不用叫醒 */
  | { call: 'tcp-reading'; id: number; reading: boolean }
  | { call: 'tcp-consumed'; id: number; bytes: number }
  | { call: 'tcp-no-delay'; id: number; noDelay: boolean }
  | { call: 'tcp-shutdown'; id: number }
  | { call: 'tcp-reset'; id: number }
  | { call: 'close'; id: number };
