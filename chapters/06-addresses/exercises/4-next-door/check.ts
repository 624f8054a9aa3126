/** 06-addresses/4-next-door 的检查：检查扮演几扇门，有的没有回音，有的不开，有的慢，看程序怎样敲。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Diagnosis, Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpListener } from '../../../../kit/peers/tcp.ts';
import { unusedPort } from '../../../../kit/port.ts';

/** 长得等不到的一小会儿，毫秒：要是等了它，程序就过不了关。 */
const longMs = 60_000;
const shortMs = 250;

const at = (port: number): string => `127.0.0.1:${port}`;
const opened = (program: Answer): string[] => program.lines.map((line) => line.trim()).filter((line) => line.startsWith('连上了'));

/** 这扇门开了，说一句，送 FIN；程序应当说连上了它，听到那一句，自己结束。 */
async function goesIn(stage: Stage, program: Answer, door: TcpListener, orElse: () => string, left: string): Promise<void> {
  const visitor = await stage.until(() => door.take(), `程序连上${door.name}`, orElse, program);
  const words = stage.random.word();
  // 分两块说：读到一块，不等于他说完了。
  await visitor.writeSplit(`${words}\n`, [1]);
  visitor.end();
  await listened(stage, program, door.port, words, left);
}

/** @param left 说完了还不结束的诊断：还有什么没有收拾 */
async function listened(stage: Stage, program: Answer, port: number, words: string, left: string): Promise<void> {
  await stage.until(() => program.lines.some((line) => line.trim() === `听到 ${words}`), `打印一行「听到 ${words}」`, () => (program.lines.some((line) => line.trim() === `听到 ${words[0]}`) ? 'first-piece' : 'wrong-text'), program);
  await stage.until(() => program.exited, '程序自己结束', left, program);
  await stage.intact(program);
  if (program.lines.some((line) => line.trim() === '都不开')) stage.fail('gives-up-early', '还有门没有结果，程序就打印了「都不开」。');
  const said = opened(program);
  if (said.length > 1) stage.fail('twice', `「连上了」打印了 ${said.length} 行。`);
  if (said[0] !== `连上了 ${at(port)}`) stage.fail('wrong-text', `应当有一行「连上了 ${at(port)}」，打印的是「${said[0] ?? '没有这一行'}」。`);
  if (program.exited!.code !== 0) stage.fail('wrong-exit-code', `退出码应当是 0，实际是 ${program.exited!.code ?? '无'}。`);
}

const byHand = ['npx tsx chapters/06-addresses/server.ts 12001', 'npx tsx {file} 250 192.0.2.1:12000 127.0.0.1:12001', '192.0.2.1 不是谁的地址，敲它多半没有回音'];
const section = '/06-addresses/#names';
const diagnosis = (cause: string, where = section): Diagnosis => ({ cause, section: where, reproduce: byHand });

const exercise: Exercise = {
  title: '不等它失败',
  startDiagnosis: 'waits-for-failure',
  diagnoses: {
    'waits-for-failure': diagnosis('第一扇门没有回音，程序就一直等它失败，没有去敲下一扇。过了第一个参数说的那一小会儿，就该敲下一扇。'),
    'waits-the-delay': diagnosis('第一扇门已经说了不开，程序还在等那一小会儿。有一扇不开，马上敲下一扇。'),
    'all-at-once': diagnosis('第一扇门马上就开了，后面的门也被敲了：几扇门不能一起敲，要等一小会儿没有结果，才敲下一扇。'),
    'too-early': diagnosis('第一扇门还没有结果，那一小会儿也没有过去，就敲了下一扇。一小会儿有多长，看第一个参数。'),
    'drops-earlier': diagnosis('敲下一扇的时候，把前一扇放弃了。它只是慢：接着等，谁先开算谁的。'),
    'gives-up-early': diagnosis('还有门没有敲，或者敲了还没有结果，程序就说都不开了。一扇不开，不等于都不开。'),
    'keeps-losers': diagnosis('已经进了一扇门，听完了，程序却不结束：别的套接字还在等。有一扇开了，别的要 `destroy`。'),
    'timer-survives': diagnosis('已经进了一扇门，听完了，程序却不结束，或者又去敲了一扇：等一小会儿的计时器没有取消。'),
    'first-piece': diagnosis('读到一块，就当作他说完了。要攒起来，听到 FIN 为止。', '/02-tcp/#client-5'),
    'wrong-order': diagnosis('没有先敲参数里写在最前面的那一扇。', '/06-addresses/#exercise-4'),
    twice: diagnosis('只有第一扇开了的算数，「连上了」只能有一行。'),
    'wrong-exit-code': diagnosis('连上了并且听完，退出码是 0；都不开，退出码是 1。', '/06-addresses/#exercise-4'),
    'wrong-text': diagnosis('打印的和题目说的不一样：「连上了 」后面照抄参数里的那扇门，「听到 」后面是门里的人说的一行；都不开，打印「都不开」。', '/06-addresses/#exercise-4'),
  },
  checks: [
    {
      id: 'silent-first',
      title: '第一扇没有回音：过一小会儿敲第二扇，进了它，别的作罢',
      async run(stage) {
        const silent = await stage.silentDoor('第一扇门', '');
        const good = await stage.tcpServer('第二扇门');
        const program = stage.start([shortMs, at(silent.port), at(good.port)]);
        await goesIn(stage, program, good, () => (program.exited ? 'gives-up-early' : 'waits-for-failure'), 'keeps-losers');
      },
    },
    {
      id: 'shut-first',
      title: '第一扇说了不开：马上敲第二扇，不等那一小会儿',
      async run(stage) {
        const good = await stage.tcpServer('第二扇门');
        const program = stage.start([longMs, at(await unusedPort()), at(good.port)]);
        await goesIn(stage, program, good, () => (program.exited ? 'gives-up-early' : 'waits-the-delay'), 'timer-survives');
      },
    },
    {
      id: 'open-first',
      title: '第一扇马上就开：后面的一扇也不敲',
      async run(stage) {
        const first = await stage.tcpServer('第一扇门');
        const second = await stage.tcpServer('第二扇门');
        const program = stage.start([longMs, at(first.port), at(second.port)]);
        const visitor = await stage.until(() => first.take(), '程序连上第一扇门', () => (second.connections.length > 0 ? 'wrong-order' : 'wrong-text'), program);
        const words = stage.random.word();
        await visitor.write(`${words}\n`);
        visitor.end();
        await listened(stage, program, first.port, words, 'timer-survives');
        // 程序已经没了，它敲过的门都有记录。
        await stage.settle();
        if (second.connections.length > 0) stage.fail('all-at-once', '第一扇门马上就开了，第二扇也有人来过。');
      },
    },
    {
      id: 'slow-first',
      title: '第一扇只是慢，第二扇没有回音：等得到第一扇',
      async run(stage) {
        const words = stage.random.word();
        const slow = await stage.silentDoor('第一扇门', `${words}\n`);
        const silent = await stage.silentDoor('第二扇门', '');
        const program = stage.start([shortMs, at(slow.port), at(silent.port)]);
        await stage.until(() => program.connects >= 2, '程序敲第二扇门', 'waits-for-failure', program);
        stage.trace.add('第一扇门：有人走过来了');
        slow.wakeUp();
        await stage.until(() => opened(program).length > 0, '程序进第一扇门', () => (program.exited ? 'gives-up-early' : 'drops-earlier'), program);
        await listened(stage, program, slow.port, words, 'keeps-losers');
      },
    },
    {
      id: 'patient',
      title: '那一小会儿还没有过去，第二扇不敲',
      async run(stage) {
        const words = stage.random.word();
        const slow = await stage.silentDoor('第一扇门', `${words}\n`);
        const good = await stage.tcpServer('第二扇门');
        const program = stage.start([longMs, at(slow.port), at(good.port)]);
        await stage.until(() => program.connects >= 1, '程序敲第一扇门', 'wrong-text', program);
        await stage.pause(2 * shortMs);
        stage.trace.add('第一扇门：有人走过来了');
        slow.wakeUp();
        await stage.until(() => opened(program).length > 0, '程序进第一扇门', 'wrong-text', program);
        await stage.settle();
        if (good.connections.length > 0) stage.fail('too-early', `一小会儿是 ${longMs} 毫秒，没有过去，第二扇门就有人来了。`);
        await listened(stage, program, slow.port, words, 'timer-survives');
      },
    },
    {
      id: 'all-shut',
      title: '一扇也不开：说都不开，退出码 1',
      async run(stage) {
        const doors = [await unusedPort(), await unusedPort(), await unusedPort()];
        const program = stage.start([longMs, ...doors.map(at)]);
        const { code } = await stage.until(() => program.exited, '程序自己结束', 'waits-the-delay');
        await stage.intact(program);
        if (!program.lines.some((line) => line.trim() === '都不开')) stage.fail('wrong-text', '一扇也不开，应当有一行「都不开」。');
        if (code !== 1) stage.fail('wrong-exit-code', `退出码应当是 1，实际是 ${code ?? '无'}。`);
      },
    },
  ],
};

export default exercise;
