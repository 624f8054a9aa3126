/** 一条命令要用的一切：课程、学习者的文件、进度、往哪里写。 */
import { resolve } from 'node:path';
import type { Course } from './course.ts';
import { Answers } from './files/answers.ts';
import { Progress } from './files/progress.ts';
import type { Options } from './options.ts';
import { paintOptionsFor, paintWith } from './view/paint.ts';
import type { Page } from './view/verdict.ts';

export interface House {
  course: Course;
  answers: Answers;
  progress: Progress;
  options: Options;
  page: Page;
  /** 类型检查的那个 worker 的文件。 */
  typesWorker: URL;
  print(lines: string | readonly string[]): void;
}

/** 没有终端（管道、文件）时按这个宽度折行。 */
const pipeColumns = 100;
const leastColumns = 20;

export function furnish(course: Course, options: Options, environment: NodeJS.ProcessEnv, typesWorker: URL): House {
  const answers = new Answers(course, options.answers && fromHere(options.answers, environment));
  return {
    course,
    answers,
    progress: new Progress(answers.folder),
    options,
    page: pageFor(process.stdout, environment),
    typesWorker,
    print: (lines) => void process.stdout.write(`${[lines].flat().join('\n')}\n`),
  };
}

export function pageFor(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Page {
  return { paint: paintWith(paintOptionsFor(stream, environment)), columns: Math.max(leastColumns, stream.isTTY ? stream.columns || pipeColumns : pipeColumns) };
}

/** npm 总在项目根目录里运行脚本；INIT_CWD 才是读者敲命令的地方。 */
export function fromHere(path: string, environment: NodeJS.ProcessEnv = process.env): string {
  return resolve(environment['INIT_CWD'] ?? process.cwd(), path);
}

/** 一个练习做到哪里了。 */
export type State = 'done' | 'changed' | 'started' | 'untouched';

export function stateOf({ answers, progress }: House, id: string): State {
  const sum = answers.sumOf(id);
  if (progress.isDone(id, sum)) return 'done';
  if (sum === undefined) return 'untouched';
  return progress.of(id).passedOn === undefined ? 'started' : 'changed';
}

/** 第一个没有做完的练习；都做完了就是 `undefined`。 */
export function nextOf(house: House, after?: string): string | undefined {
  const { ids } = house.course;
  const from = after === undefined ? 0 : ids.indexOf(after) + 1;
  return [...ids.slice(from), ...ids.slice(0, from)].find((id) => stateOf(house, id) !== 'done');
}

export function doneCount(house: House): number {
  return house.course.ids.filter((id) => stateOf(house, id) === 'done').length;
}
