/** 06-addresses/1-predict 的检查：问若干对地址撞不撞，照 Linux 的规矩判；也在这台机器上真的绑定一遍，不同的说一声。 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Diagnosis, Exercise, Stage } from '../../../../kit/exercise.ts';
import { unusedPort } from '../../../../kit/port.ts';

type Answer = '占' | '行';
type Pair = readonly [first: string, second: string];

const every = '全部';
const known = ['127.0.0.1', '0.0.0.0', '::1', '::', '::@ipv6Only', '::ffff:127.0.0.1'];

/** 收哪些 IPv4 的、哪些 IPv6 的；没有就是一个也不收。 */
function coveredBy(door: string): { four?: string; six?: string } {
  if (door === '0.0.0.0') return { four: every };
  if (door === '::') return { four: every, six: every };
  if (door === '::@ipv6Only') return { six: every };
  if (isMapped(door)) return { four: door.slice('::ffff:'.length) };
  return door.includes(':') ? { six: door } : { four: door };
}

const isMapped = (door: string): boolean => door.startsWith('::ffff:');
const isEvery = (door: string): boolean => ['0.0.0.0', '::', '::@ipv6Only'].includes(door);

/** Linux 的规矩：有一格重叠就撞。探子的第三张表就是这样来的。 */
function rule([first, second]: Pair): Answer {
  const [one, other] = [coveredBy(first), coveredBy(second)];
  const overlap = (a?: string, b?: string): boolean => a !== undefined && b !== undefined && (a === b || a === every || b === every);
  return overlap(one.four, other.four) || overlap(one.six, other.six) ? '占' : '行';
}

/** 在这台机器上真的绑定；绑不了其中的一个，就没有答案。 */
async function live(port: number, [first, second]: Pair): Promise<Answer | undefined> {
  const one = await open(port, first);
  if (typeof one === 'string') return undefined;
  const other = await open(port, second);
  await close(one);
  if (typeof other === 'string') return other === 'EADDRINUSE' ? '占' : undefined;
  await close(other);
  return '行';
}

async function open(port: number, door: string): Promise<Server | string> {
  const [host, option] = door.split('@');
  const server = createServer();
  server.listen({ port, host: host!, ipv6Only: option !== undefined });
  return once(server, 'listening').then(() => server, (error: NodeJS.ErrnoException) => error.code ?? '');
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

/** 在这台机器上真的绑一遍，与 Linux 的规矩不同的，试不了的，都说一声。 */
async function tryHere(stage: Stage, pairs: readonly Pair[]): Promise<void> {
  const port = await unusedPort();
  let [untried, wider] = [0, 0];
  for (const pair of pairs) {
    const seen = await live(port, pair);
    if (seen === undefined) untried += 1;
    else if (seen !== rule(pair)) wider += 1;
  }
  if (untried > 0) stage.note(`有 ${untried} 对，这台机器没有其中的地址，照 Linux 的规矩判`);
  if (wider > 0) stage.note(`有 ${wider} 对，这台机器放得比 Linux 宽，照 Linux 的规矩判`);
}

async function asks(stage: Stage, pairs: readonly Pair[], judge: (wrong: readonly Pair[]) => string): Promise<void> {
  await tryHere(stage, pairs);
  const asked = shuffled(stage, pairs);
  const program = stage.start(asked.map((pair) => pair.join('+')));
  const said = (pair: Pair, answer: Answer): boolean => program.lines.some((line) => line.trim() === `${pair.join('+')} ${answer}`);
  await stage.until(() => program.exited, '程序自己结束', 'never-ends');
  await stage.intact(program);
  if (program.bound.length > 0) stage.fail('really-binds', `程序打开了端口 ${program.bound[0]!.port}。`);
  const silent = asked.find((pair) => said(pair, '占') === said(pair, '行'));
  if (silent) stage.fail('says-nothing', `${silent.join('+')} 这一对，应当恰好有一行，以「占」或「行」结尾。`);
  const wrong = asked.filter((pair) => !said(pair, rule(pair)));
  if (wrong.length === 0) return;
  const shown = wrong.slice(0, 3).map((pair) => `${pair.join('+')} 应当是「${rule(pair)}」`);
  stage.fail(judge(wrong), `${asked.length} 对里猜错了 ${wrong.length} 对：${shown.join('，')}${wrong.length > 3 ? '……' : ''}。`);
}

function shuffled(stage: Stage, pairs: readonly Pair[]): Pair[] {
  return pairs.map((pair) => ({ pair, at: stage.random.next() })).sort((a, b) => a.at - b.at).map(({ pair }) => pair);
}

/** 猜错的都是哪一种，从最要紧的说起。 */
function misunderstanding(wrong: readonly Pair[]): string {
  const has = (test: (pair: Pair) => boolean): boolean => wrong.some(test);
  const four = (door: string): boolean => !door.includes(':');
  const single = ([first, second]: Pair): boolean => !isEvery(first) && !isEvery(second) && !isMapped(first) && !isMapped(second);
  if (has(([first, second]) => first === second)) return 'same-address';
  if (has(single)) return 'port-only';
  if (has(([first, second]) => four(first) && four(second))) return oneWay(wrong) ? 'one-way' : 'only-same';
  if (has((pair) => pair.includes('0.0.0.0') && rule(pair) === '行')) return has((pair) => pair.includes('0.0.0.0') && pair.includes('::1')) ? 'four-covers-six' : 'ignores-ipv6-only';
  if (has((pair) => pair.includes('::@ipv6Only') && pair.some(four))) return 'ignores-ipv6-only';
  if (has((pair) => pair.some(isMapped) && !pair.includes('::'))) return 'mapped-is-six';
  return 'forgets-dual-stack';
}

/** 换一换先后就猜对了。 */
function oneWay(wrong: readonly Pair[]): boolean {
  const isWrong = ([first, second]: Pair): boolean => wrong.some((pair) => pair[0] === first && pair[1] === second);
  return !wrong.some(([first, second]) => isWrong([second, first]));
}

const byHand = ['npx tsx {file} 127.0.0.1+0.0.0.0 127.0.0.1+::1', 'npx tsx chapters/06-addresses/client.ts', '拿探子的第三张表对一对'];
const diagnosis = (cause: string, section = '/06-addresses/#conflicts'): Diagnosis => ({ cause, section, reproduce: byHand });

const exercise: Exercise = {
  title: '猜一猜谁和谁撞',
  startDiagnosis: 'only-same',
  diagnoses: {
    'same-address': diagnosis('同一个地址、同一个端口，已经有人守着，后来的就绑不上。'),
    'port-only': diagnosis('只看了端口。端口是一个地址上的号：两个不相干的地址，同一个端口各守各的，不会撞。'),
    'only-same': diagnosis('写法不同，也可能撞：`0.0.0.0` 是本机的每一个 IPv4 地址，`127.0.0.1` 也在里面。'),
    'one-way': diagnosis('先后没有关系。不论先守通配地址，还是先守具体的，有一格重叠，后来的就绑不上。'),
    'four-covers-six': diagnosis('`0.0.0.0` 是每一个 IPv4 地址，盖不住 IPv6 的。两样都盖住的只有不写 `ipv6Only` 的 `::`。', '/06-addresses/#reach'),
    'ignores-ipv6-only': diagnosis('写了 `ipv6Only` 的 `::` 只收 IPv6，和 IPv4 的地址不会撞；映射地址收的也是 IPv4。', '/06-addresses/#mapped'),
    'mapped-is-six': diagnosis('映射地址写成 IPv6 的样子，收的却是寄往那个 IPv4 地址的：它和那个 IPv4 地址撞，和 IPv6 的不撞。', '/06-addresses/#mapped'),
    'forgets-dual-stack': diagnosis('不写 `ipv6Only` 的 `::` 是双栈的，连 IPv4 也收，所以和每一个 IPv4 地址都撞。', '/06-addresses/#mapped'),
    'only-known': diagnosis('页面上的六个地址都猜对了，换成别的地址就不对：要照道理算，不要背表。'),
    'really-binds': diagnosis('程序真的打开了端口。题目要的是看一眼就说出来，不去绑定。', '/06-addresses/#exercise-1'),
    'says-nothing': diagnosis('有一对没有结果，或者说了两样。每一对恰好一行：这一对照抄，空一格，「占」或者「行」。', '/06-addresses/#exercise-1'),
  },
  checks: [
    {
      id: 'six',
      title: '页面上的六个地址，两两都猜对',
      async run(stage) {
        await asks(stage, known.flatMap((first) => known.map((second): Pair => [first, second])), misunderstanding);
      },
    },
    {
      id: 'others',
      title: '没见过的地址，也猜得对',
      async run(stage) {
        const { random } = stage;
        const four = `127.${random.integer(1, 254)}.${random.integer(1, 254)}.${random.integer(2, 254)}`;
        const far = `192.0.2.${random.integer(10, 250)}`;
        const six = `2001:db8::${random.integer(2, 9)}`;
        const others = [four, far, six, `::ffff:${four}`, `::ffff:${far}`];
        const pairs = others.flatMap((one) => [...known, ...others].flatMap((other): Pair[] => [[one, other], [other, one]]));
        const unique = [...new Map(pairs.map((pair) => [pair.join('+'), pair])).values()];
        await asks(stage, unique, () => 'only-known');
      },
    },
  ],
};

export default exercise;
