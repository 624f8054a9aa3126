/**
 * 进度：`answers/progress.txt`，一个练习一行，人也读得懂、改得动：
 *
 *     01-udp/1-retry  通过 2026-09-01  文件 9f86d081884c7d65  提示 2
 *
 * 改坏了不要紧：认不出的行不算数，原样留着；整个文件不像话，先另存一份，再从头记起。
 */
import { join } from 'node:path';
import { codeOf, prepareFile, realDisk, reasonOf, replaceFile, type Disk } from './disk.ts';
import { stampOf } from './answers.ts';
import { withLock } from './lock.ts';

export interface Entry {
  /** 哪一天通过的；没有通过过就没有。 */
  passedOn?: string;
  /** 通过的那一份文件的校验和。 */
  sum?: string;
  /** 看过几条提示。 */
  hints?: number;
}

const header = '# 练习的进度，由 npm run learn 来写。删掉它，只是要重新检查一遍。';
const line = /^(\d\d-[\w-]+\/\d[\w-]*)((?:\s+(?:通过|文件|提示)\s+\S+)*)\s*$/;

interface Page {
  entries: Map<string, Entry>;
  /** 认不出的行，注释也在内。 */
  others: string[];
  /** 整个文件不是文字。 */
  broken: boolean;
}

export class Progress {
  readonly #folder: string;
  readonly #file: string;
  readonly #disk: Disk;
  readonly #now: () => Date;

  constructor(folder: string, disk: Disk = realDisk, now: () => Date = () => new Date()) {
    this.#folder = folder;
    this.#file = join(folder, 'progress.txt');
    this.#disk = disk;
    this.#now = now;
  }

  of(id: string): Entry {
    return this.#read().entries.get(id) ?? {};
  }

  /** 通过了，而且文件从那时起没有改过。 */
  isDone(id: string, sum: string | undefined): boolean {
    const entry = this.of(id);
    return entry.passedOn !== undefined && sum !== undefined && entry.sum === sum;
  }

  /** 记下这一份文件通过了。 */
  pass(id: string, sum: string): string | undefined {
    return this.#change(id, (entry) => ({ ...entry, passedOn: stampOf(this.#now()).slice(0, 10), sum }));
  }

  hinted(id: string, hints: number): string | undefined {
    return this.#change(id, (entry) => ({ ...entry, hints: Math.max(hints, entry.hints ?? 0) }));
  }

  /**
   * 读、改、写，拿着锁做：两个终端各记各的，都记得下。
   *
   * @returns 没有记成的原因。进度记不下，不该妨碍判词
   */
  #change(id: string, change: (entry: Entry) => Entry): string | undefined {
    try {
      withLock(this.#disk, this.#folder, () => {
        const page = this.#read();
        if (page.broken) this.#setAside();
        page.entries.set(id, change(page.entries.get(id) ?? {}));
        replaceFile(this.#disk, this.#file, format(page));
      });
      return undefined;
    } catch (error) {
      return `进度没有记下：${reasonOf(error)}。`;
    }
  }

  #read(): Page {
    let bytes: Buffer;
    try {
      bytes = Buffer.from(this.#disk.readFileSync(this.#file));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return { entries: new Map(), others: [], broken: false };
      // 读不了（例如那里是个文件夹）：当作没有进度，写的时候自会报错。
      return { entries: new Map(), others: [], broken: false };
    }
    return parse(bytes);
  }

  #setAside(): void {
    const content = this.#disk.readFileSync(this.#file);
    prepareFile(this.#disk, join(this.#folder, 'backups', `progress-${stampOf(this.#now())}.txt`), Buffer.from(content)).place();
  }
}

function parse(bytes: Buffer): Page {
  const text = bytes.toString('utf8');
  const broken = text.includes('\0') || !Buffer.from(text).equals(bytes);
  const page: Page = { entries: new Map(), others: [], broken };
  for (const raw of broken ? text.replaceAll('\0', '').split('\n') : text.split('\n')) {
    const written = raw.replace(/^\ufeff/, '').trimEnd();
    const match = line.exec(written);
    if (match) page.entries.set(match[1]!, readEntry(match[2]!));
    else if (written !== '' && written !== header && !broken) page.others.push(written);
  }
  return page;
}

function readEntry(text: string): Entry {
  const value = (name: string): string | undefined => new RegExp(String.raw`${name}\s+(\S+)`).exec(text)?.[1];
  const [passedOn, sum, hints] = ['通过', '文件', '提示'].map(value);
  return {
    ...(passedOn && { passedOn }),
    ...(sum && { sum }),
    ...(hints && /^\d+$/.test(hints) && { hints: Number(hints) }),
  };
}

function format({ entries, others }: Page): string {
  const lines = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, { passedOn, sum, hints }]) => {
    const parts = [passedOn && `通过 ${passedOn}`, sum && `文件 ${sum}`, hints && `提示 ${hints}`];
    return [id, ...parts.filter(Boolean)].join('  ');
  });
  return `${[header, ...others, ...lines].join('\n')}\n`;
}
