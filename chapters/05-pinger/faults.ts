// 网络的毛病：丢、慢、重复、换次序。哪一个报文得哪一种，由种子决定。
// 这里没有套接字，也没有时钟，只有算术：同一个种子，毛病分毫不差地再来一遍。

export interface Faults {
  lossPercent: number;
  /** 应答推迟多久，毫秒，两端都含；大多数接近小的一端，少数很久。 */
  delayMs: readonly [least: number, most: number];
  duplicatePercent: number;
  reorderPercent: number;
  seed: number;
}

/** 一个报文的命运。 */
export interface Fate {
  lost: boolean;
  /** 毫秒。 */
  delayMs: number;
  /** 同样的应答寄几份。 */
  copies: 1 | 2;
  /** 扣住，等下一个应答走了再走。 */
  held: boolean;
}

const help =
  '毛病写成 loss=30,delay=5-1200,duplicate=10,reorder=10,seed=7，不要的不写';
const maxDelayMs = 60_000;

/**
 * 读懂命令行上的毛病，例如 `loss=30,seed=7`；空字符串是没有毛病。
 *
 * @param fail 写错了就叫它，给它一句话，说明错在哪里
 */
export function parseFaults(
  text: string,
  fail: (message: string) => never,
): Faults {
  const values = readPairs(text, fail);
  const take = (name: string, most: number): number[] => {
    const numbers = (values.get(name) ?? '0').split('-').map(Number);
    values.delete(name);
    if (numbers.some((number) => number > most)) fail(`${name} 最多 ${most}。`);
    return numbers;
  };
  const one = (name: string, most: number): number => {
    const [number = 0, ...others] = take(name, most);
    return others.length === 0 ? number : fail(`${name} 只要一个数。`);
  };
  const [least = 0, most = least] = take('delay', maxDelayMs);
  if (least > most) fail('delay 要先写小的，再写大的。');
  const faults: Faults = {
    lossPercent: one('loss', 100),
    delayMs: [least, most],
    duplicatePercent: one('duplicate', 100),
    reorderPercent: one('reorder', 100),
    seed: one('seed', 2 ** 32 - 1),
  };
  const [unknown] = values.keys();
  return unknown === undefined ? faults : fail(`没有「${unknown}」。${help}。`);
}

/** `loss=30,seed=7` 拆成一对一对的名字和值。 */
function readPairs(
  text: string,
  fail: (message: string) => never,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const part of text === '' ? [] : text.split(',')) {
    const [, name, value] = /^([a-z]+)=(\d+(?:-\d+)?)$/.exec(part) ?? [];
    if (name === undefined || value === undefined || values.has(name)) {
      fail(`看不懂「${part}」。${help}。`);
    }
    values.set(name, value);
  }
  return values;
}

// #region fates
/**
 * 依次给出第 1 个、第 2 个……报文的命运。
 *
 * 每个报文不多不少抽四次签，用不上的也抽：改了 delay，丢的还是那几个。
 */
export function* fates(faults: Faults): Generator<Fate, never> {
  const [least, most] = faults.delayMs;
  const random = randomNumbers(faults.seed);
  const happens = (percent: number): boolean => random() * 100 < percent;
  for (;;) {
    yield {
      lost: happens(faults.lossPercent),
      delayMs: least + Math.floor(mostlySmall(random()) * (most - least + 1)),
      copies: happens(faults.duplicatePercent) ? 2 : 1,
      held: happens(faults.reorderPercent),
    };
  }
}

/** 多半很小，偶尔接近 1，像真的网络：大多数很快，少数慢得多。 */
function mostlySmall(number: number): number {
  const cube = number * number * number;
  return cube * cube;
}

/** 由种子展开的随机数，0（含）到 1（不含）；算法是 mulberry32。 */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
// #endregion fates
