/** 04-closing/3-who-first 的检查：检查把 `ss` 的行喂给程序，看它说先说完的是哪一头。 */
import type { Exercise, Stage } from '../../../../kit/exercise.ts';

const byHand = ['npx tsx {file}', '输入一行：TIME-WAIT 0 0 127.0.0.1:43136 127.0.0.1:12000', '应当打印「先说完的是 127.0.0.1:43136」'];

const header = 'State      Recv-Q Send-Q Local Address:Port  Peer Address:Port Process';

interface Row {
  state: string;
  local: string;
  remote: string;
  text: string;
}

/** 先说完的是哪一头。 */
const firstOf: Record<string, 'local' | 'remote' | undefined> = {
  'FIN-WAIT-1': 'local',
  'FIN-WAIT-2': 'local',
  'TIME-WAIT': 'local',
  'CLOSE-WAIT': 'remote',
  'LAST-ACK': 'remote',
};

/** `ss` 的一行。服务端的端口总是小的那一个，它可能在左边，也可能在右边。 */
function rowOf(stage: Stage, state: string, serverIsLocal: boolean, address = '127.0.0.1', more = ''): Row {
  const server = `${address}:${stage.random.integer(1_024, 20_000)}`;
  const client = `${address}:${stage.random.integer(32_768, 60_999)}`;
  const [local, remote] = serverIsLocal ? [server, client] : [client, server];
  const gap = (): string => ' '.repeat(stage.random.integer(1, 6));
  return { state, local, remote, text: `${state}${gap()}0${gap()}0${gap()}${local}${gap()}${remote}${more}` };
}

/** 一种状态两行：服务端在左边的，在右边的。 */
const both = (stage: Stage, state: string, address?: string, more?: string): Row[] => [rowOf(stage, state, true, address, more), rowOf(stage, state, false, address, more)];

function expected({ state, local, remote }: Row): string {
  const end = { local, remote, none: undefined }[firstOf[state] ?? 'none'];
  return end === undefined ? '还没有人说完' : `先说完的是 ${end}`;
}

interface Feeding {
  /** 先喂一行表头。 */
  withHeader?: boolean;
  /** 最后一行没有换行。 */
  halfLine?: boolean;
}

/** 喂给程序几行，看它一行一行答得对不对。 */
async function feed(stage: Stage, rows: Row[], { withHeader = false, halfLine = false }: Feeding = {}): Promise<void> {
  const program = stage.start([]);
  const lines = [...(withHeader ? [header] : []), ...rows.map(({ text }) => text)];
  const last = halfLine ? lines.pop()! : '';
  for (const line of lines) program.type(line);
  program.endInput(last);
  const exited = await stage.until(() => program.exited, '程序自己结束', 'never-ends', program);
  if (program.crash) stage.fail('crashed', `程序崩溃了：${program.crash}`);
  const said = program.lines.map((line) => line.trimEnd()).filter((line) => line !== '');
  if (said.length > rows.length) stage.fail(withHeader ? 'answers-header' : 'wrong-print', `喂了 ${rows.length} 行套接字，打印了 ${said.length} 行。`);
  const wrong = rows.filter((row, index) => said[index] !== expected(row));
  for (const row of wrong) {
    const [right, now] = [expected(row), said[rows.indexOf(row)]];
    const message = `这一行：${row.text}\n应当打印：${right}\n打印的是：${now ?? '（没有）'}`;
    if (now === undefined) stage.fail('loses-row', message);
    if (now === '还没有人说完') stage.fail(said.every((line) => line === now) ? 'says-nobody' : byState(row), message);
    if (!now.startsWith('先说完的是 ')) stage.fail('wrong-print', message);
    const isEnd = [row.local, row.remote].some((end) => now === `先说完的是 ${end}`);
    stage.fail(firstOf[row.state] === undefined ? 'still-open' : isEnd ? misread(row, now, rows, wrong) : 'cuts-address', message);
  }
  if (exited.code !== 0) stage.fail('wrong-exit-code', `退出码应当是 0，实际是 ${exited.code ?? `无（信号 ${exited.signal}）`}。`);
}

/** 这个状态看错了，是哪一种误解。 */
function byState({ state }: Row): string {
  return state.startsWith('FIN-WAIT') ? 'fin-wait' : state.toLowerCase();
}

/** 同一种状态，服务端在左边的和在右边的只错一行：看的不是状态，是端口的大小。 */
function misread(row: Row, said: string, rows: Row[], wrong: Row[]): string {
  const alike = (each: Row): boolean => each.state === row.state;
  if (wrong.filter(alike).length === rows.filter(alike).length) return byState(row);
  const port = (end: string): number => Number(end.split(':').at(-1));
  const smaller = port(row.local) < port(row.remote) ? row.local : row.remote;
  return said.endsWith(smaller) ? 'blames-server' : 'blames-client';
}

const exercise: Exercise = {
  title: '谁先说完',
  startDiagnosis: 'says-nobody',
  diagnoses: {
    'says-nobody': {
      cause: '每一行都答「还没有人说完」：要看第一栏的状态。',
      section: '/04-closing/#half-close',
      reproduce: byHand,
    },
    'time-wait': {
      cause: '`TIME-WAIT` 看错了：先说完的一头才有它。它不是在等对方说完，对方已经说完了；它在等最后一个 ACK 不必再送。',
      section: '/04-closing/#time-wait',
      reproduce: byHand,
    },
    'fin-wait': {
      cause: '`FIN-WAIT` 看错了：自己的 FIN 已经送出，在等对方的确认（1）、对方的 FIN（2）。先说完的是本地。',
      section: '/04-closing/#half-close',
      reproduce: byHand,
    },
    'close-wait': {
      cause: '`CLOSE-WAIT` 看错了：对方的 FIN 已经到了，等的是这一头的程序来说完。先说完的是远端。',
      section: '/04-closing/#half-close',
      reproduce: byHand,
    },
    'last-ack': {
      cause: '`LAST-ACK` 看错了：对方先说完，这一头后说完，只等最后一个 ACK。先说完的是远端。',
      section: '/04-closing/#half-close',
      reproduce: byHand,
    },
    'blames-server': {
      cause: '总说是端口小的一头先说完的。谁先说完，和谁是服务端没有关系：看状态。',
      section: '/04-closing/#time-wait',
      reproduce: byHand,
    },
    'blames-client': {
      cause: '总说是端口大的一头先说完的。谁先说完，和谁是客户端没有关系：看状态。',
      section: '/04-closing/#time-wait',
      reproduce: byHand,
    },
    'still-open': {
      cause: '还没有人说完的，也说有人先说完了：`ESTAB` 两个方向都开着，`LISTEN` 和 `SYN-` 开头的连接还没有建立。',
      section: '/04-closing/#half-close',
      reproduce: ['npx tsx {file}', '输入一行：ESTAB 0 0 127.0.0.1:43136 127.0.0.1:12000', '应当打印「还没有人说完」'],
    },
    'cuts-address': {
      cause: '抄下来的地址和端口不完整，或者不是那一行里的：各栏的宽窄会变，要按空格拆；IPv6 的地址里本来就有冒号。',
      section: '/04-closing/#exercise-3',
      reproduce: ['npx tsx {file}', '输入一行：TIME-WAIT 0 0 [::1]:43136 [::1]:12000', '应当打印「先说完的是 [::1]:43136」'],
    },
    'loses-row': {
      cause: '有一行没有答。最后一行没有换行，也是一行。',
      section: '/04-closing/#exercise-3',
      reproduce: byHand,
    },
    'answers-header': {
      cause: '表头那一行不是套接字，不答。',
      section: '/04-closing/#exercise-3',
      reproduce: ['npx tsx {file}', `输入一行：${header}`, '应当什么也不打印'],
    },
    'wrong-print': {
      cause: '打印的行和题目说的不一样：每一行套接字恰好答一行，「先说完的是」后面空一格，再抄地址和端口。',
      section: '/04-closing/#exercise-3',
      reproduce: byHand,
    },
    'wrong-exit-code': {
      cause: '读到尽头是正常的结束，退出码是 0。',
      section: '/how-to-learn#exit-code',
      reproduce: byHand,
    },
  },
  checks: [
    {
      id: 'time-wait',
      title: 'TIME-WAIT：服务端在左边的，在右边的',
      run: (stage) => feed(stage, both(stage, 'TIME-WAIT')),
    },
    {
      id: 'close-wait',
      title: 'CLOSE-WAIT：服务端在左边的，在右边的',
      run: (stage) => feed(stage, both(stage, 'CLOSE-WAIT')),
    },
    {
      id: 'rest',
      title: 'FIN-WAIT-1、FIN-WAIT-2、LAST-ACK',
      async run(stage) {
        const rows = ['FIN-WAIT-1', 'FIN-WAIT-2', 'LAST-ACK'].flatMap((state) => both(stage, state));
        await feed(stage, rows);
      },
    },
    {
      id: 'open',
      title: '还没有人说完的',
      async run(stage) {
        const rows = ['ESTAB', 'SYN-SENT', 'SYN-RECV'].map((state) => rowOf(stage, state, false));
        const listening = { state: 'LISTEN', local: '127.0.0.1:12000', remote: '0.0.0.0:*', text: 'LISTEN 0 511 127.0.0.1:12000 0.0.0.0:*' };
        await feed(stage, [...rows, listening, rowOf(stage, 'TIME-WAIT', false)]);
      },
    },
    {
      id: 'wide',
      title: '一整张表：表头、IPv6、进程和计时器，最后一行没有换行',
      async run(stage) {
        const rows = [
          rowOf(stage, 'ESTAB', true, '127.0.0.1', ' users:(("node",pid=4242,fd=18))'),
          ...both(stage, 'TIME-WAIT', '[::1]', ' timer:(timewait,59sec,0)'),
          ...both(stage, 'CLOSE-WAIT', '[::ffff:127.0.0.1]', ' users:(("node",pid=4242,fd=21))'),
          rowOf(stage, 'LAST-ACK', true),
        ];
        await feed(stage, rows, { withHeader: true, halfLine: true });
      },
    },
  ],
};

export default exercise;
