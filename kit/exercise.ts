/**
 * 练习的约定：`check.ts` 是数据和函数，不依赖任何测试框架。
 * 学习者的 `npm run learn` 和本项目的 vitest 用的是同一份。
 */
import type { Answer } from './answer/answer.ts';
import type { SilentDoor } from './peers/silent.ts';
import type { TcpListener, TcpPeer } from './peers/tcp.ts';
import type { UdpPeer } from './peers/udp.ts';
import type { Random } from './random.ts';
import type { Trace } from './trace.ts';

/** 一种误解：没通过时告诉学习者的，不只是「哪里不同」，还有「大概是怎么想错的」。 */
export interface Diagnosis {
  /** 可能的原因，一两句中文。 */
  cause: string;
  /** 讲解它的小节，站内地址，例如 `/01-udp/#client-5`。 */
  section: string;
  /** 亲手重现的办法：依次要运行的命令。 */
  reproduce: readonly string[];
  /** 这个判断靠的是时间的上限或下限：机器太忙会看错，所以单独重判，次次如此才算数。 */
  timing?: boolean;
}

/** 检查里能用的一切。一项检查有自己的对话记录、自己的对手、自己的进程。 */
export interface Stage {
  random: Random;
  trace: Trace;
  /**
   * 以学习者的文件启动一个进程；检查结束时它一定会被结束。
   *
   * @param before 在它之前运行的模块，例如让发送变慢的；`file:` 开头的地址
   */
  start(args: readonly (string | number)[], before?: string): Answer;
  /** 一个由检查扮演的 UDP 端点，绑定在 127.0.0.1 的空闲端口上。 */
  udpPeer(name: string, at?: { address?: string; port?: number }): Promise<UdpPeer>;
  /** 一个由检查扮演的 TCP 服务端，在 127.0.0.1 的空闲端口上监听；来的连接一个一个地取。 */
  tcpServer(name: string): Promise<TcpListener>;
  /** 一扇没有回音的门，在 127.0.0.1 的空闲端口上；叫醒之后对来的人说 `words`，再送 FIN。 */
  silentDoor(name: string, words: string): Promise<SilentDoor>;
  /**
   * 一个由检查扮演的 TCP 客户端，连上 `host` 的 `port`，不写就是 127.0.0.1；握手完成才返回。
   * 没有连上就判定没有通过：程序崩溃了是 `crashed`，别的是 `orElse`，不写就是 `not-listening`。
   */
  tcpClient(name: string, port: number, host?: string, orElse?: string): Promise<TcpPeer>;
  /**
   * 等到 `program` 开始监听，返回它监听的端口。
   * 第一个参数是大于 0 的整数时，监听的必须是它；不是，或者没有监听，诊断是 `not-listening`。
   * 监听的地址必须是 `addresses` 里的一个，不写就是 127.0.0.1；不是，诊断是 `listens-elsewhere`。
   */
  listening(program: Answer, addresses?: readonly string[]): Promise<number>;
  /**
   * 等到 `look` 看到想看的；每有一个报文、一行输出、一次结束，都会再看一眼。
   *
   * 等不到就判定没有通过：程序崩溃了是 `crashed`；别的都是 `orElse`，
   * 判词里写着等的是什么、等了多久、程序是不是已经结束。
   *
   * @param look 看到了就返回它；还没有就返回 `undefined` 或 `false`
   * @param awaited 等的是什么，例如「第二次请求」
   * @param orElse 等不到时的诊断；要到那时才知道是哪一种，就传一个函数
   * @param of 等的是哪一个程序：它结束了就不必再等；不写就是所有的程序
   */
  until<T>(look: () => T | undefined | false, awaited: string, orElse: string | (() => string), of?: Answer): Promise<T>;
  /**
   * 等 `peer` 收够 `bytes` 字节，或者连接先有了结局（FIN、RST）。很长的一段，一百万字节一等：
   * 停过的连接，内核有时四十毫秒才送一截；再慢，只要还在动，就不算停下。
   *
   * @param awaited 同 `until`
   * @param orElse 同 `until`
   */
  receives(peer: TcpPeer, bytes: number, awaited: string, orElse: string | (() => string), of?: Answer): Promise<void>;
  /** 让已经到了门口的报文、输出和报告都进来，好作判断；不等任何还没有发生的事。 */
  settle(): Promise<void>;
  /**
   * 程序崩溃了，就判定 `crashed`。进程一没有，内核会替它送出 FIN 或 RST；
   * 看到这些就要下判断之前先问一声，不要把崩溃说成别的。
   */
  intact(program: Answer): Promise<void>;
  /** 这台机器做不了某一步（例如没有 IPv6），换了办法来判：记进对话，通过了也告诉学习者。 */
  note(text: string): void;
  /**
   * 这一场没有看清：机器太忙，演出来的时刻不对，错的也可能看不出来。要是没有别的毛病，就单独再判；
   * 一直看不清，算通过，这句话记在下面。
   */
  unclear(text: string): void;
  /** 隔一会儿再演下一步，例如一个慢的服务端。只用来制造场面；判定不能依赖它睡得准不准。 */
  pause(ms: number): Promise<void>;
  /**
   * 判定没有通过。
   *
   * @param diagnosis 误解的标识，必须写在练习的 `diagnoses` 里
   * @param message 这一次具体看到了什么
   */
  fail(diagnosis: string, message: string): never;
}

export interface Check {
  id: string;
  /** 中文，说的是「做对了会怎样」。 */
  title: string;
  run(stage: Stage): Promise<void>;
}

export interface Exercise {
  title: string;
  /** 起点 `start.ts` 应得的诊断：它少了什么。 */
  startDiagnosis: string;
  diagnoses: Readonly<Record<string, Diagnosis>>;
  checks: readonly Check[];
}

/** 判定没有通过；由 {@link Stage.fail} 抛出。 */
export class NotPassed extends Error {
  override name = 'NotPassed';
  readonly diagnosis: string;
  constructor(diagnosis: string, message: string) {
    super(message);
    this.diagnosis = diagnosis;
  }
}

/** 每个练习都可能遇到的几种失败，与题目无关。 */
export const commonDiagnoses: Readonly<Record<string, Diagnosis>> = {
  'syntax-error': {
    cause: '文件里有语法错误，程序还没有开始运行。',
    section: '/how-to-learn#exercises',
    reproduce: ['npx tsx {file}'],
  },
  crashed: {
    cause: '程序抛出了没有人接住的错误，进程因此结束。上面写着是哪一行、什么错误，先看那一行。',
    section: '/how-to-learn#exercises',
    reproduce: ['npx tsx {file} {args}'],
  },
  'too-much-output': {
    cause: '程序打印个不停：多半是循环没有停下来，或者一个计时器被登记了很多次。',
    section: '/how-to-learn#exercises',
    reproduce: ['npx tsx {file} {args}'],
  },
  'not-bound': {
    cause: '程序没有绑定在题目说的端口上。要建 UDP 套接字，用 `bind` 绑定第一个参数说的端口，不能写死；参数是 0，就把 0 交给 `bind`。',
    section: '/01-udp/#server-2',
    reproduce: ['npx tsx {file} 12000', '另开一个终端，再运行：', 'npx tsx chapters/01-udp/client.ts 12000'],
  },
  'bound-elsewhere': {
    cause: '绑定的地址不是 `127.0.0.1`。`bind` 不写地址，绑定的是这台机器的全部地址（`0.0.0.0`），别的机器也能把报文寄进来。',
    section: '/01-udp/#server-2',
    reproduce: ['npx tsx {file} 12000', '看 `socket.address()` 里的 `address`'],
  },
  'not-listening': {
    cause: '客户端连不上：程序没有在第一个参数说的端口上监听，或者后来不再监听了。端口不能写死。',
    section: '/02-tcp/#server-2',
    reproduce: ['npx tsx {file} {args}', 'npx tsx chapters/02-tcp/client.ts {args}'],
  },
  'listens-elsewhere': {
    cause: '监听的地址不是 `127.0.0.1`。`listen` 不写地址，监听的是这台机器的全部地址，别的机器也连得进来。',
    section: '/02-tcp/#server-2',
    reproduce: ['npx tsx {file} {args}', '看 `server.address()` 里的 `address`'],
  },
  'ended-early': {
    cause: '程序自己结束了，而这时还有事没有做完。',
    section: '/how-to-learn#exercises',
    reproduce: ['npx tsx {file} {args}'],
  },
  'never-ends': {
    cause: '该做的都做完了，程序却不结束：还有套接字、计时器或标准输入没有关上。',
    section: '/01-udp/#client-6',
    reproduce: ['npx tsx {file} {args}'],
  },
  'too-slow': {
    cause: '等了很久也没有等到下一步：程序停在某处不动，或者陷进了死循环。',
    section: '/how-to-learn#exercises',
    reproduce: ['npx tsx {file} {args}'],
  },
};
