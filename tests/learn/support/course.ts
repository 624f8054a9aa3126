/** 一门只为测试而有的小课：检查要快，错法要齐。 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import type { Exercise } from '../../../kit/exercise.ts';
import type { Course } from '../../../learn/course.ts';
import { Answers } from '../../../learn/files/answers.ts';
import { realDisk, type Disk } from '../../../learn/files/disk.ts';
import { temporaryFolder } from '../../support/files.ts';

const byHand = { section: '/how-to-learn#exercises', reproduce: ['npx tsx {file} {args}'] };

/** 程序绑定一个 UDP 端口，把收到的改成大写寄回去。 */
export const upperServer: Exercise = {
  title: '大写服务端',
  startDiagnosis: 'silent',
  diagnoses: {
    silent: { cause: '服务端没有回答。', ...byHand },
    'other-port': { cause: '绑定的不是第一个参数写的端口。', ...byHand },
  },
  checks: [
    {
      id: 'upper',
      title: '把收到的改成大写，寄回去',
      async run(stage) {
        // 先占一个空闲端口，再让给程序：要知道它该绑定哪一个。
        const place = await stage.udpPeer('占位');
        place.close();
        const client = await stage.udpPeer('客户端');
        const program = stage.start([place.port]);
        const bound = await stage.until(() => program.bound[0], '绑定端口', 'silent');
        if (bound.port !== place.port) stage.fail('other-port', `应当绑定 ${place.port}，实际绑定了 ${bound.port}。`);
        await client.send('hello', { address: '127.0.0.1', port: place.port });
        await stage.until(() => client.received.some(({ text }) => text === 'HELLO'), '应答「HELLO」', 'silent');
      },
    },
  ],
};

export const upperAnswer = `import { createSocket } from 'node:dgram';
const socket = createSocket('udp4');
socket.on('message', (message, from) => socket.send(message.toString().toUpperCase(), from.port, from.address));
socket.bind(Number(process.argv[2]), '127.0.0.1');
`;

const task = `## 练习 1：大写 {#exercise-1}

题目。

::: details 提示一：先想
第一条。
:::

::: details 提示二：再想
第二条。
:::
`;

/** 两个练习的小课，和一个空的 answers 文件夹。 */
export function smallCourse(context: TestContext, exercise: Exercise = upperServer): { course: Course; folder: string; home: string } {
  const home = temporaryFolder(context);
  const ids = ['01-small/1-upper', '01-small/2-again'];
  const roomOf = (id: string): string => join(home, 'chapters', id);
  for (const id of ids) {
    mkdirSync(roomOf(id), { recursive: true });
    writeFileSync(join(roomOf(id), 'start.ts'), '// 起点\n');
    writeFileSync(join(roomOf(id), 'solution.ts'), upperAnswer);
    writeFileSync(join(roomOf(id), 'task.md'), task);
  }
  return { course: { ids, roomOf, load: async () => exercise }, folder: join(home, 'answers'), home };
}

export const id = '01-small/1-upper';

/** 每走一次钟，快一秒：备份的名字各不相同，测试也不必等。 */
export function tickingClock(): () => Date {
  let second = 0;
  return () => new Date(2026, 8, 1, 14, 0, (second += 1));
}

export function answersOf(course: Course, folder: string, disk: Disk = realDisk): Answers {
  return new Answers(course, folder, disk, tickingClock());
}
