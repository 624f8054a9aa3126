/** watch：守着当前的练习，一存盘就判。 */
import { findExercise } from '../course.ts';
import { nextOf, type House } from '../house.ts';
import { UsageError } from '../options.ts';
import { listenToKeys } from './keys.ts';
import { watchSaves } from './saves.ts';
import { screenFor } from './screen.ts';
import { Session } from './session.ts';
import { typeCheckerIn } from './types.ts';

export async function watch(house: House): Promise<number> {
  const { course, options } = house;
  const first = options.id === undefined ? (nextOf(house) ?? course.ids[0]) : findExercise(options.id, course.ids);
  if (first === undefined) throw new UsageError('一个练习也没有。');
  const titles = new Map(await Promise.all(course.ids.map(async (id) => [id, (await course.load(id)).title] as const)));
  const screen = screenFor(house, titles);
  const session = new Session(house, typeCheckerIn(house.typesWorker), () => screen.draw(session.scene));
  await new Promise<void>((resolve, reject) => {
    const desk = new Desk(session, resolve, reject);
    desk.open(first);
  }).finally(() => screen.close());
  house.print('下次接着做：npm run learn');
  return 0;
}

/** 听按键，守文件，把它们变成这一场里的事。 */
class Desk {
  readonly #session: Session;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  readonly #deaf: () => void;
  #unwatch: () => void = () => {};
  #watched: string | undefined;

  constructor(session: Session, resolve: () => void, reject: (error: unknown) => void) {
    this.#session = session;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#deaf = listenToKeys((key) => this.#press(key));
  }

  open(id: string): void {
    this.#do(this.#session.open(id).then(() => this.#begin()));
  }

  #press(key: string): void {
    const session = this.#session;
    const actions: Record<string, () => Promise<void> | void> = {
      h: () => session.showHint(),
      l: () => session.toggleList(),
      r: () => session.again(),
      n: () => session.next().then(() => this.#begin()),
      q: () => this.#leave(),
      '\u001b': () => session.back(),
      '\r': () => session.back(),
    };
    if (Object.hasOwn(actions, key)) this.#do(Promise.resolve(actions[key]!()));
  }

  /** 换了练习：守它的文件；没有做完的，判一次。 */
  async #begin(): Promise<void> {
    const { file, scene } = this.#session;
    if (file === this.#watched) return;
    this.#unwatch();
    this.#watched = file;
    this.#unwatch = watchSaves(file, (names) => this.#do(this.#session.saved(names)));
    if (!scene.alreadyDone) await this.#session.judge();
  }

  #do(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#close();
      this.#reject(error);
    });
  }

  async #leave(): Promise<void> {
    this.#close();
    await this.#session.stop();
    this.#resolve();
  }

  #close(): void {
    this.#unwatch();
    this.#deaf();
  }
}
