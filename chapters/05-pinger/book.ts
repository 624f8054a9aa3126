// 账本：寄出过哪些 ping，各有什么结果。客户端每收到一个应答，就来这里对账。
// 这里没有套接字，也没有时钟：什么时刻、收到什么，都由客户端告诉它。

/** 一个应答对上了账：答的是第几个，往返多少毫秒，算哪一种。 */
export interface Entry {
  kind: '及时' | '迟到' | '重复';
  number: number;
  roundTripMs: number;
}

interface Ping {
  text: string;
  sentAtMs: number;
  /** 等满了时限，还没有等到。 */
  timedOut: boolean;
  answered: boolean;
}

/** 一行结果，例如「第 3 个：往返 0.412 毫秒（重复）」。 */
export function describe({ kind, number, roundTripMs }: Entry): string {
  const note = kind === '及时' ? '' : `（${kind}）`;
  return `第 ${number} 个：往返 ${roundTripMs.toFixed(3)} 毫秒${note}`;
}

export class Book {
  readonly #pings = new Map<number, Ping>();
  /** 及时的应答，各往返多少毫秒。 */
  readonly #roundTripsMs: number[] = [];
  #late = 0;
  #duplicates = 0;
  #refused = false;

  /** 记一笔：第 number 个，在 atMs 寄出。返回要寄的内容，带着序号和时刻。 */
  send(number: number, atMs: number): string {
    const text = `ping ${number} ${atMs.toFixed(3)}`;
    const ping = { text, sentAtMs: atMs, timedOut: false, answered: false };
    this.#pings.set(number, ping);
    return text;
  }

  /**
   * 对账。先凭序号找到那一个，再看内容是不是原样：序号相同、时刻不同的，
   * 答的不是我们这一次。服务端把字母变成了大写，所以比的时候不分大小写。
   *
   * @returns 对不上就是 undefined
   */
  receive(text: string, atMs: number): Entry | undefined {
    const number = Number(/^ping (\d{1,9}) /i.exec(text)?.[1]);
    const ping = this.#pings.get(number);
    if (ping?.text !== text.toLowerCase()) return undefined;
    this.#refused = false;
    const roundTripMs = atMs - ping.sentAtMs;
    const kind = ping.answered ? '重复' : ping.timedOut ? '迟到' : '及时';
    ping.answered = true;
    if (kind === '重复') this.#duplicates += 1;
    else if (kind === '迟到') this.#late += 1;
    else this.#roundTripsMs.push(roundTripMs);
    return { kind, number, roundTripMs };
  }

  /** 第 number 个等满了时限。真的没有等到，才返回 true。 */
  timeOut(number: number): boolean {
    const ping = this.#pings.get(number);
    if (ping === undefined || ping.answered) return false;
    ping.timedOut = true;
    return true;
  }

  /** 有一个被退回来，不知道是哪一个。上一个应答以后的第一次，才返回 true。 */
  refuse(): boolean {
    const first = !this.#refused;
    this.#refused = true;
    return first;
  }

  /** 及时的应答有几个。 */
  get received(): number {
    return this.#roundTripsMs.length;
  }

  /** 有了结果的有几个：及时收到的，和等满了时限的。 */
  get settled(): number {
    const settled = (ping: Ping): boolean => ping.answered || ping.timedOut;
    return [...this.#pings.values()].filter(settled).length;
  }

  /**
   * 两行统计，写法照 ping 命令：先是寄出、收到、丢失，再是最小、平均、最大。
   * 时限之内没有等到的都算丢失；迟到的、重复的不参与往返的统计。
   * 一个也没有收到，就没有第二行：零个数没有最小，也没有平均。
   */
  summary(): string[] {
    const sent = this.#pings.size;
    const rtts = this.#roundTripsMs;
    const loss = sent === 0 ? 0 : ((sent - rtts.length) / sent) * 100;
    const heard = `收到 ${rtts.length} 个，丢失 ${round(loss)}%`;
    const counts = `寄出 ${sent} 个，${heard}`;
    const extra = `迟到 ${this.#late} 个，重复 ${this.#duplicates} 个`;
    if (rtts.length === 0) return [`${counts}；${extra}`];
    const average = rtts.reduce((sum, ms) => sum + ms, 0) / rtts.length;
    const three = [Math.min(...rtts), average, Math.max(...rtts)];
    const numbers = three.map((ms) => ms.toFixed(3)).join('/');
    return [`${counts}；${extra}`, `往返 最小/平均/最大 = ${numbers} 毫秒`];
  }
}

/** 百分数留一位小数；是整数就不写小数。 */
function round(percent: number): string {
  return String(Math.round(percent * 10) / 10);
}
