/** 一门小课的全套家什：没有终端，不上色。 */
import type { TestContext } from 'vitest';
import type { House } from '../../../learn/house.ts';
import { Progress } from '../../../learn/files/progress.ts';
import { readOptions } from '../../../learn/options.ts';
import { paintWith } from '../../../learn/view/paint.ts';
import type { Exercise } from '../../../kit/exercise.ts';
import { answersOf, smallCourse } from './course.ts';

export function smallHouse(context: TestContext, columns = 100, exercise?: Exercise): House & { said: string[] } {
  const { course, folder } = smallCourse(context, exercise);
  const said: string[] = [];
  return {
    course,
    answers: answersOf(course, folder),
    progress: new Progress(folder),
    options: readOptions([], {}),
    page: { paint: paintWith({ colour: false, links: false, plainMarks: false }), columns },
    typesWorker: new URL('file:///nowhere'),
    print: (lines) => said.push(...[lines].flat()),
    said,
  };
}
