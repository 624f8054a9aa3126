/** 画面：终端里每次重画同一屏；不是终端，就一份判词一份判词地往下写。 */
import { createLogUpdate } from 'log-update';
import { pageFor, stateOf, type House } from '../house.ts';
import type { Row } from '../commands/list.ts';
import { againCommand } from '../commands/check.ts';
import { verdictLines } from '../view/verdict.ts';
import { frameLines } from './frame.ts';
import type { Scene } from './session.ts';

export interface Screen {
  draw(scene: Scene): void;
  close(): void;
}

const clearScreen = '\u001b[2J\u001b[H';

export function screenFor(house: House, titles: ReadonlyMap<string, string>): Screen {
  return process.stdout.isTTY ? terminal(house, titles) : plain(house);
}

function terminal(house: House, titles: ReadonlyMap<string, string>): Screen {
  const { stdout } = process;
  const update = createLogUpdate(stdout);
  let last: Scene | undefined;
  let queued = false;
  const paint = (): void => {
    queued = false;
    if (!last) return;
    const rows = house.course.ids.map((id): Row => ({ id, title: titles.get(id) ?? '', state: stateOf(house, id) }));
    update(frameLines(last, house, rows, Math.max(5, stdout.rows - 1)).join('\n'));
  };
  // 几项检查同时有了结果，只画一次。
  const draw = (scene: Scene): void => {
    last = scene;
    if (!queued) setImmediate(paint);
    queued = true;
  };
  const resized = (): void => {
    house.page = pageFor(stdout, process.env);
    update.clear();
    stdout.write(clearScreen);
    paint();
  };
  stdout.on('resize', resized);
  stdout.write(clearScreen);
  return {
    draw,
    close() {
      stdout.off('resize', resized);
      paint();
      update.done();
    },
  };
}

/** 管道和文件里：只写有结果的，一份一段；另外要说的，也说。 */
function plain(house: House): Screen {
  const shown = new Map<'result' | 'notice', unknown>();
  const once = (what: 'result' | 'notice', key: unknown, lines: () => string[]): void => {
    if (key !== undefined && key !== shown.get(what)) house.print([...lines(), '']);
    shown.set(what, key);
  };
  return {
    draw(scene) {
      const { verdict, title, notice, alreadyDone, id } = scene;
      if (verdict && !scene.running) once('result', verdict, () => verdictLines(title, verdict, againCommand(house, id), house.page));
      else if (alreadyDone) once('result', `${id} 已经通过`, () => [`${id}  ${title}：已经通过，文件没有改过，不必再判。`]);
      once('notice', notice, () => [notice!]);
    },
    close() {},
  };
}
