/**
 * 看过没有毛病的文字，记在 node_modules/.cache 里，下次不必再看：一段话的排版要看半毫秒多，而这里有三千段。
 *
 * 记的是文字的摘要；规则或者工具的版本变了，就从头看起。读不出、写不下都不要紧，只是慢一些。
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../kit/program.ts';

const usualFolder = join(root, 'node_modules/.cache/socket-course');

export class SeenFine {
  readonly #folder: string;
  readonly #file: string;
  readonly #digests: Set<string>;
  #saved: number;

  /**
   * @param name 缓存的名字
   * @param rules 看的规则，连同工具的版本；它变了，以前看过的都不算
   * @param folder 记在哪里
   */
  constructor(name: string, rules: string, folder = usualFolder) {
    this.#folder = folder;
    this.#file = join(folder, `${name}-${digest(rules)}.txt`);
    this.#digests = new Set(read(this.#file).split('\n'));
    this.#saved = this.#digests.size;
  }

  has(text: string): boolean {
    return this.#digests.has(digest(text));
  }

  add(text: string): void {
    this.#digests.add(digest(text));
  }

  /** 有新的才写；先写到旁边再改名，同时写的几个进程，留下的总是完整的一份。 */
  save(): void {
    if (this.#digests.size === this.#saved) return;
    const draft = `${this.#file}.${process.pid}`;
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(draft, [...this.#digests].join('\n'));
      renameSync(draft, this.#file);
      this.#saved = this.#digests.size;
    } catch {
      // 装好的依赖也许是只读的：不记就是了。
    }
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
