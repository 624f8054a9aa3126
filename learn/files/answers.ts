/** 学习者自己的文件：`answers/01-udp/1-retry.ts`。第一次从 `start.ts` 抄来；重来和取回都先留备份。 */
import { createHash } from 'node:crypto';
import { join, relative, resolve } from 'node:path';
import { root } from '../../kit/program.ts';
import { textOf, type Course } from '../course.ts';
import { UsageError } from '../options.ts';
import { codeOf, prepareFile, realDisk, reasonOf, type Disk } from './disk.ts';
import { withLock } from './lock.ts';

export class Answers {
  readonly folder: string;
  readonly #course: Course;
  readonly #disk: Disk;
  readonly #now: () => Date;

  constructor(course: Course, folder: string = join(root, 'answers'), disk: Disk = realDisk, now: () => Date = () => new Date()) {
    this.folder = folder;
    this.#course = course;
    this.#disk = disk;
    this.#now = now;
  }

  pathOf(id: string): string {
    return join(this.folder, `${id}.ts`);
  }

  exists(id: string): boolean {
    return this.#disk.existsSync(this.pathOf(id));
  }

  /** 文件内容的校验和；没有文件就是 `undefined`。 */
  sumOf(id: string): string | undefined {
    const content = this.#read(this.pathOf(id));
    return content && createHash('sha256').update(content).digest('hex').slice(0, 16);
  }

  /**
   * 还没有就从起点抄一份。
   *
   * @returns 是不是这一次抄的
   * @throws UsageError 抄不进去
   */
  ensure(id: string): boolean {
    if (this.exists(id)) return false;
    return this.#guard(`起点抄不进 ${this.shown(id)}`, () => prepareFile(this.#disk, this.pathOf(id), this.#start(id)).place());
  }

  /**
   * 从头再来：现在的文件挪进备份，起点放回原处。
   *
   * @returns 备份在哪里；本来就是起点（或者没有文件），没有什么要备份的，就是 `undefined`
   */
  reset(id: string): string | undefined {
    return this.#exclusively(id, () => {
      const current = this.#read(this.pathOf(id));
      if (current === undefined || current.equals(this.#start(id))) {
        if (current === undefined) prepareFile(this.#disk, this.pathOf(id), this.#start(id)).place();
        return undefined;
      }
      return this.#swap(id, this.#start(id));
    });
  }

  /**
   * 取回上一份备份。一次一份，从新到旧；现在的文件若与哪里都不同，也先留一份。
   *
   * @returns 取回的是哪一份，现在的这一份留在哪里
   * @throws UsageError 没有更早的备份
   */
  undo(id: string): { restored: string; kept: string | undefined } {
    return this.#exclusively(id, () => {
      const current = this.#read(this.pathOf(id));
      const backups = this.backups(id).map((file) => ({ file, content: this.#read(file)! }));
      const at = current ? backups.findLastIndex(({ content }) => content.equals(current)) : -1;
      const restored = (at < 0 ? backups : backups.slice(0, at)).findLast(({ content }) => !current?.equals(content));
      if (!restored) throw new UsageError(backups.length === 0 ? `${id} 没有备份：备份由 reset 留下。` : `没有更早的备份了。全部备份在 ${this.#short(this.#backupFolder(id))}。`);
      const known = current === undefined || at >= 0 || current.equals(this.#start(id));
      const kept = current === undefined ? this.#put(id, restored.content) : this.#swap(id, restored.content);
      // 别处已有一模一样的，就不必多留一份。
      if (known && kept && this.#read(kept)?.equals(current!)) {
        this.#disk.rmSync(kept, { force: true });
        return { restored: restored.file, kept: undefined };
      }
      return { restored: restored.file, kept };
    });
  }

  /** 备份的文件，从旧到新。 */
  backups(id: string): string[] {
    const folder = this.#backupFolder(id);
    if (!this.#disk.existsSync(folder)) return [];
    const names = (this.#disk.readdirSync(folder) as string[]).filter((name) => /^\d{4}-.*\.ts$/.test(name));
    return names.sort().map((name) => join(folder, name));
  }

  /** 给人看的路径。 */
  shown(id: string): string {
    return this.#short(this.pathOf(id));
  }

  #backupFolder(id: string): string {
    return join(this.folder, 'backups', id);
  }

  #short(path: string): string {
    return shortPath(path);
  }

  #start(id: string): Buffer {
    return Buffer.from(textOf(this.#course, id, 'start.ts'));
  }

  #read(file: string): Buffer | undefined {
    try {
      return Buffer.from(this.#disk.readFileSync(file));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /**
   * 三步，停在任何两步之间都不丢东西：新内容先写成临时文件；旧文件改名成备份；新文件放到原处。
   * 旧文件是改名挪走的，不是抄走的：编辑器恰在此时存的那一份，也会整份进备份，或者留在原处。
   */
  #swap(id: string, content: Buffer): string {
    const target = this.pathOf(id);
    const fresh = prepareFile(this.#disk, target, content);
    let backup: string;
    try {
      backup = this.#backupName(id);
      this.#disk.renameSync(target, backup);
    } catch (error) {
      fresh.discard();
      throw error;
    }
    try {
      fresh.place();
    } catch (error) {
      throw new UsageError(`新的文件没有放成：${reasonOf(error)}。你的文件在 ${this.#short(backup)}，一个字没少。`);
    }
    return backup;
  }

  #put(id: string, content: Buffer): undefined {
    prepareFile(this.#disk, this.pathOf(id), content).place();
    return undefined;
  }

  /** 备份的名字是当时的时刻，名字里没有冒号；同一秒里的第二份加上序号，排在后面，绝不覆盖。 */
  #backupName(id: string): string {
    const folder = this.#backupFolder(id);
    this.#disk.mkdirSync(folder, { recursive: true });
    const stamp = stampOf(this.#now());
    for (let serial = 1; ; serial += 1) {
      const file = join(folder, `${stamp}-${String(serial).padStart(3, '0')}.ts`);
      if (!this.#disk.existsSync(file)) return file;
    }
  }

  #exclusively<T>(id: string, work: () => T): T {
    return this.#guard(`动不了 ${this.shown(id)}`, () => withLock(this.#disk, this.folder, work));
  }

  #guard<T>(what: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`${what}：${reasonOf(error)}。文件还是原来的样子。`);
    }
  }
}

/** 项目里的文件从项目说起，别处的写全。 */
export function shortPath(path: string): string {
  const short = relative(root, resolve(path));
  return short.startsWith('..') ? path : short;
}

/** `2026-09-01_14-02-11`，本地时间。 */
export function stampOf(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}_${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('-')}`;
}
