/** 05-pinger/4-log 的检查：给程序一份记录，看它算出的两行。答错了，就看是哪一种误解会算成这样。 */
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import type { Random } from '../../../../kit/random.ts';
import { firstDifference } from '../../../../kit/trace.ts';

const timeoutMs = 1_000;

/** 一种想错的办法：哪一步与题目不同。 */
interface Quirk {
  byOrder?: boolean;
  lateIsInTime?: boolean;
  lateIsLost?: boolean;
  duplicateIsInTime?: boolean;
  duplicateIgnored?: boolean;
  lateDuplicateIsLate?: boolean;
  lastReplyCounts?: boolean;
  exactlyIsLate?: boolean;
  strangersCounted?: boolean;
  lostIsTheRest?: boolean;
  lateInRtt?: boolean;
  lostInRtt?: boolean;
  loose?: boolean;
}

interface Outcome {
  counts: string;
  rtts: number[];
}

interface Ping {
  sentAtMs: number;
  replies: number[];
}

/** 照题目（或者照一种误解）从记录算出结果。 */
function compute(lines: readonly string[], quirk: Quirk = {}): Outcome {
  const pings = new Map<number, Ping>();
  let strangers = 0;
  let last: Ping | undefined;
  for (const line of lines) {
    const pattern = quirk.loose ? /^\s*(\d+)\S*\s+(send|recv)\s+(\d+)/ : /^(\d+) (send|recv) (\d+)$/;
    const [, time, event, digits] = pattern.exec(line) ?? [];
    if (event === undefined) continue;
    if (event === 'send') pings.set(Number(digits), (last = { sentAtMs: Number(time), replies: [] }));
    else {
      const ping = quirk.byOrder ? last : pings.get(Number(digits));
      if (ping) ping.replies.push(Number(time) - ping.sentAtMs);
      else strangers += 1;
    }
  }
  return tally([...pings.values()], strangers, quirk);
}

function tally(pings: Ping[], strangers: number, quirk: Quirk): Outcome {
  const isInTime = (ms: number): boolean => (quirk.exactlyIsLate ? ms < timeoutMs : ms <= timeoutMs);
  let [inTime, late, lost, duplicates] = [0, 0, 0, 0];
  const rtts: number[] = [];
  for (const { replies } of pings) {
    const first = quirk.lastReplyCounts ? replies.at(-1) : replies[0];
    const others = replies.slice(1);
    duplicates += others.length;
    if (quirk.duplicateIgnored) duplicates -= others.length;
    if (quirk.lateDuplicateIsLate) {
      const lateOnes = others.filter((ms) => !isInTime(ms)).length;
      duplicates -= lateOnes;
      late += lateOnes;
    }
    if (quirk.duplicateIsInTime) {
      const early = others.filter((ms) => isInTime(ms) || quirk.lateIsInTime);
      duplicates -= others.length;
      inTime += early.length;
      late += others.length - early.length;
      rtts.push(...early);
    }
    if (first === undefined) {
      lost += 1;
      if (quirk.lostInRtt) rtts.push(timeoutMs);
    } else if (isInTime(first) || quirk.lateIsInTime) {
      inTime += 1;
      rtts.push(first);
    } else if (quirk.lateIsLost) lost += 1;
    else {
      late += 1;
      if (quirk.lateInRtt) rtts.push(first);
    }
  }
  if (quirk.lostIsTheRest) lost = pings.length - inTime - late;
  if (quirk.strangersCounted) duplicates += strangers;
  return { counts: `寄出 ${pings.length} 及时 ${inTime} 迟到 ${late} 丢失 ${lost} 重复 ${duplicates}`, rtts };
}

function rttLine({ rtts }: Outcome): string {
  if (rtts.length === 0) return '往返 无';
  const average = rtts.reduce((sum, ms) => sum + ms, 0) / rtts.length;
  return `往返 ${Math.min(...rtts)}/${average.toFixed(1)}/${Math.max(...rtts)}`;
}

/** 平均的最后一位可以差 0.1：正好在一半的时候，进还是舍都对。 */
function sameRtt(expected: string, actual: string): boolean {
  if (expected === actual) return true;
  const numbers = (line: string): string[] => /^往返 (\d+)\/(\d+\.\d)\/(\d+)$/.exec(line)?.slice(1) ?? [];
  const [wanted, got] = [numbers(expected), numbers(actual)];
  if (wanted.length === 0 || got.length === 0) return false;
  return wanted[0] === got[0] && wanted[2] === got[2] && Math.abs(Number(wanted[1]) - Number(got[1])) < 0.15;
}

/** 误解和它的诊断，先试说得更准的。 */
const misconceptions: [diagnosis: string, quirk: Quirk][] = [
  ['paired-by-order', { byOrder: true, lateIsInTime: true, duplicateIsInTime: true, lostIsTheRest: true }],
  ['paired-by-order', { byOrder: true, duplicateIsInTime: true, lostIsTheRest: true }],
  ['paired-by-order', { byOrder: true }],
  ['boundary', { exactlyIsLate: true }],
  ['duplicate-in-time', { duplicateIsInTime: true }],
  ['duplicate-in-time', { duplicateIsInTime: true, lostIsTheRest: true }],
  ['duplicate-ignored', { duplicateIgnored: true }],
  ['duplicate-late', { lateDuplicateIsLate: true }],
  ['last-reply', { lastReplyCounts: true }],
  ['late-in-time', { lateIsInTime: true }],
  ['late-is-lost', { lateIsLost: true }],
  ['late-in-rtt', { lateInRtt: true }],
  ['lost-in-rtt', { lostInRtt: true }],
  ['strangers', { strangersCounted: true }],
  ['loose', { loose: true }],
];

/** 把记录交给程序，看它打印的两行；`half` 是最后一行不带换行。 */
async function judgeLog(stage: Stage, log: readonly string[], orElse: string, half = false): Promise<void> {
  const program = stage.start([]);
  for (const line of half ? log.slice(0, -1) : log) program.type(line);
  program.endInput(half ? log.at(-1)! : '');
  const exited = await stage.until(() => program.exited, '程序自己结束', 'never-ends');
  await stage.intact(program);
  const expected = compute(log);
  const wanted = [expected.counts, rttLine(expected)] as const;
  const lines = program.lines.filter((line) => line.trim() !== '');
  const [counts = '', rtt = ''] = lines;
  const right = lines.length === 2 && counts === wanted[0] && sameRtt(wanted[1], rtt);
  if (right && exited.code !== 0) stage.fail('wrong-exit-code', `退出码应当是 0，实际是 ${exited.code ?? '无'}。`);
  if (right) return;
  const seen = firstDifference(wanted.join('\n'), lines.join('\n')) ?? '';
  const shape = /^寄出 \d+ 及时 \d+ 迟到 \d+ 丢失 -?\d+ 重复 \d+\n往返 (?:\S+)$/;
  if (!shape.test(lines.join('\n'))) stage.fail('wrong-print', `打印的两行不对。\n${seen}`);
  if (expected.rtts.length === 0 && counts === wanted[0]) stage.fail('nothing-in-time', seen);
  const guess = misconceptions.find(([, quirk]) => {
    const outcome = compute(log, quirk);
    return counts === outcome.counts && sameRtt(rttLine(outcome), rtt);
  });
  stage.fail(guess?.[0] ?? orElse, `两行算得不对。\n${seen}`);
}

const byHand = ['node -p "\'0 send 1\\n130 recv 1\\n200 send 2\\n205 recv 1\\n400 send 3\\n1500 recv 3\'" | npx tsx {file}', '应当打印：寄出 3 及时 1 迟到 1 丢失 1 重复 1；往返 130/130.0/130'];

/** 一份随机的记录：每个 ping 随机地及时、迟到、丢失、重复，再按时刻排好。 */
function randomLog(random: Random, count: number): string[] {
  const events: [atMs: number, text: string][] = [];
  for (let number = 1; number <= count; number += 1) {
    const sentAt = number * 150;
    events.push([sentAt, `send ${number}`]);
    const fate = random.integer(1, 10);
    if (fate <= 2) continue;
    const rtt = fate <= 4 ? random.integer(1_001, 2_500) : random.integer(1, 999);
    events.push([sentAt + rtt, `recv ${number}`]);
    if (random.integer(1, 4) === 1) events.push([sentAt + rtt + random.integer(1, 1_500), `recv ${number}`]);
  }
  return events.toSorted((a, b) => a[0] - b[0]).map(([atMs, text]) => `${atMs} ${text}`);
}

const exercise: Exercise = {
  title: '从记录里算出来',
  startDiagnosis: 'paired-by-order',
  diagnoses: {
    'paired-by-order': {
      cause: '以为应答答的是最近寄出的那一个。答的是哪一个，看序号。',
      section: '/05-pinger/#sequence',
      reproduce: byHand,
    },
    'late-in-time': {
      cause: '超过 1000 毫秒才来的，也算及时了。',
      section: '/05-pinger/#client-5',
      reproduce: byHand,
    },
    'late-is-lost': {
      cause: '迟到的算成了丢失。来过，只是晚了，是迟到；始终没有来的才是丢失。',
      section: '/05-pinger/#sequence',
      reproduce: byHand,
    },
    'late-in-rtt': {
      cause: '迟到的也参与了往返的最小、平均、最大。只统计及时的。',
      section: '/05-pinger/#client-6',
      reproduce: byHand,
    },
    'lost-in-rtt': {
      cause: '丢失的当作 1000 毫秒，参与了往返的统计。丢失的没有往返时间。',
      section: '/05-pinger/#client-6',
      reproduce: byHand,
    },
    'duplicate-in-time': {
      cause: '重复的应答又算了一次。一个 ping 只有一种结局，第一个应答就定下来了。',
      section: '/05-pinger/#break-it',
      reproduce: byHand,
    },
    'duplicate-ignored': {
      cause: '重复的应答没有数。第一个以后的，每来一份，重复加 1。',
      section: '/05-pinger/#exercise-4',
      reproduce: byHand,
    },
    'duplicate-late': {
      cause: '来得晚的重复应答算成了迟到。先看是不是第一个，再看早晚：第一个以后的都是重复。',
      section: '/05-pinger/#exercise-4',
      reproduce: byHand,
    },
    'last-reply': {
      cause: '拿最后一个应答当了结果。后来的盖住了先来的：结局看第一个。',
      section: '/05-pinger/#client-4',
      reproduce: byHand,
    },
    boundary: {
      cause: '正好 1000 毫秒的，应当算及时。',
      section: '/05-pinger/#exercise-4',
      reproduce: ['node -p "\'0 send 1\\n1000 recv 1\'" | npx tsx {file}', '应当是及时 1'],
    },
    strangers: {
      cause: '没有寄出过（或者还没有寄出）的序号也算进来了。账上翻不到的，不是我们的。',
      section: '/05-pinger/#client-4',
      reproduce: ['node -p "\'5 recv 9\\n10 send 1\\n20 recv 1\'" | npx tsx {file}', '应当是重复 0'],
    },
    loose: {
      cause: '样子不对的行也当真了：少一样、多一样、时刻或序号不是十进制的整数，都不理会。',
      section: '/05-pinger/#exercise-4',
      reproduce: ['node -p "\'0 send 1\\n7 recv 1 again\\n9ms recv 1\'" | npx tsx {file}', '应当是丢失 1'],
    },
    'loses-line': {
      cause: '最后一行没有换行，就没有算进去。',
      section: '/05-pinger/#exercise-4',
      reproduce: ['node -e "process.stdout.write(\'0 send 1\\n7 recv 1\')" | npx tsx {file}', '应当是及时 1'],
    },
    'nothing-in-time': {
      cause: '一个及时的也没有，第二行应当是「往返 无」：零个数没有最小，也没有平均。',
      section: '/05-pinger/#client-6',
      reproduce: ['node -p "\'0 send 1\'" | npx tsx {file}', '第二行应当是「往返 无」'],
    },
    'wrong-print': {
      cause: '打印的样子和题目说的不一样：恰好两行，字、空格、斜线、小数位数都要相同。',
      section: '/05-pinger/#exercise-4',
      reproduce: byHand,
    },
    'wrong-result': {
      cause: '结果不对，也不像常见的哪一种误解。照着下面的记录，一行一行地手算一遍，看是从哪一行开始不同的。',
      section: '/05-pinger/#exercise-4',
      reproduce: byHand,
    },
    'wrong-exit-code': {
      cause: '算出来了，退出码应当是 0。丢了几个是结果，不是程序出错。',
      section: '/how-to-learn#exit-code',
      reproduce: byHand,
    },
  },
  checks: [
    {
      id: 'reordered',
      title: '应答的次序与寄出的不同：看序号',
      async run(stage) {
        const [a, b, c] = Array.from({ length: 3 }, () => stage.random.integer(10, 90));
        await judgeLog(stage, ['0 send 1', '100 send 2', '200 send 3', `${300 + a!} recv 3`, `${400 + b!} recv 1`, `${500 + c!} recv 2`], 'wrong-result');
      },
    },
    {
      id: 'late-and-lost',
      title: '迟到的和丢失的：各算各的，都不参与往返',
      async run(stage) {
        const rtt = stage.random.integer(10, 90);
        await judgeLog(stage, ['0 send 1', '100 send 2', '200 send 3', `${200 + rtt} recv 3`, '300 send 4', '1600 recv 4', '1700 send 5', '3000 recv 1'], 'wrong-result');
      },
    },
    {
      id: 'duplicates',
      title: '重复的：第一个定结局，以后的不论早晚都是重复',
      async run(stage) {
        await judgeLog(stage, ['0 send 1', '20 recv 1', '30 recv 1', '100 send 2', '150 recv 2', '900 send 3', '1400 recv 2', '1500 recv 1', '2000 recv 3', '2010 recv 3'], 'wrong-result');
      },
    },
    {
      id: 'boundary',
      title: '正好 1000 毫秒是及时，1001 是迟到；往返可以是 0',
      async run(stage) {
        await judgeLog(stage, ['0 send 1', '0 recv 1', '10 send 2', '1010 recv 2', '1100 send 3', '2101 recv 3'], 'boundary');
      },
    },
    {
      id: 'strangers',
      title: '没有寄出过的、还没有寄出的，不理会',
      async run(stage) {
        await judgeLog(stage, ['5 recv 2', '10 send 1', '20 recv 77', '30 recv 1', '40 send 2', '45 recv 3', '90 recv 2'], 'strangers');
      },
    },
    {
      id: 'loose',
      title: '样子不对的行，不理会',
      async run(stage) {
        await judgeLog(stage, ['# 记录', '', '0 send 1', '5 recv', '6 recv 1 again', '7ms recv 1', '8 recv 1x', '9 lost 1', ' 10 recv 1', '1e1 recv 1', '11 recv 0x1', '12 send 2', '60 recv 2', '70 recv -2'], 'loose');
      },
    },
    {
      id: 'nothing-in-time',
      title: '一个及时的也没有：往返 无；空的记录也一样',
      async run(stage) {
        await judgeLog(stage, ['0 send 1', '100 send 2', '1500 recv 1'], 'nothing-in-time');
        await judgeLog(stage, [], 'nothing-in-time');
      },
    },
    {
      id: 'half-line',
      title: '最后一行没有换行，也算一行',
      async run(stage) {
        await judgeLog(stage, ['0 send 1', '40 recv 1', '100 send 2', '170 recv 2'], 'loses-line', true);
      },
    },
    {
      id: 'random',
      title: '一份四十个 ping 的记录，什么都有',
      async run(stage) {
        await judgeLog(stage, randomLog(stage.random, 40), 'wrong-result');
      },
    },
  ],
};

export default exercise;
