/** 06-addresses/2-guest-list 的检查：检查扮演从 IPv4、IPv6 来的客人，名单换着写法写。 */
import { networkInterfaces } from 'node:os';
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Diagnosis, Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { firstDifference } from '../../../../kit/trace.ts';

const four = '127.0.0.1';
const hasIPv6 = (): boolean => Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));

/** 没有 IPv6 的机器上，用得着它的那几步做不了：说一声，别的照判。 */
function canComeBySix(stage: Stage): boolean {
  if (hasIPv6()) return true;
  stage.note('这台机器没有 IPv6，从 IPv6 来的客人这一次不来');
  return false;
}

interface Visit {
  list: readonly string[];
  /** 客人的地址，从这里来，也从这里进。 */
  guest: string;
  welcome: boolean;
  /** 放错了（或挡错了）人的诊断。 */
  orElse: string;
}

async function visit(stage: Stage, { list, guest, welcome, orElse }: Visit): Promise<void> {
  const program = stage.start([await unusedPort(), ...list]);
  const port = await stage.listening(program, ['::', '0.0.0.0']);
  if (guest.includes(':')) await stage.until(() => program.bound.some(({ address }) => address.includes(':')), '程序也守 IPv6 的地址', 'only-four', program);
  const client = await stage.tcpClient(`从 ${guest} 来的客人`, port, guest);
  await stage.until(() => client.text.includes('\n') || client.ended, '客人收到一行', 'says-nothing', program);
  await stage.until(() => client.ended, '客人收到 FIN', 'no-fin', program);
  await stage.intact(program);
  const said = client.text.trimEnd();
  const expected = welcome ? `请进，${guest}` : `名单上没有 ${guest}`;
  if (said === expected) await another(stage, program, port, client);
  if (said === expected) return;
  const message = `名单是 ${list.join('、')}，客人从 ${guest} 来，他收到的一行不对。\n${firstDifference(expected, said)}`;
  stage.fail(misunderstanding(said, guest, welcome, orElse), message);
}

/** 走了一个，再来一个：门还开着，听到的也一样。 */
async function another(stage: Stage, program: Answer, port: number, first: TcpPeer): Promise<void> {
  first.end();
  const second = await stage.tcpClient('后来的客人', port, undefined, 'only-once');
  await stage.until(() => second.ended || second.errored !== undefined, '后来的客人收到一行和 FIN', 'only-once', program);
  if (second.received.length === 0) stage.fail('only-once', '先来的听到了一行，后来的一个字节也没有听到。');
}

function misunderstanding(said: string, guest: string, welcome: boolean, orElse: string): string {
  if (said === '') return 'says-nothing';
  const [isYes, isNo] = [said.startsWith('请进'), said.startsWith('名单上没有')];
  if (isYes === isNo) return 'wrong-text';
  if (isYes !== welcome) return orElse;
  if (said.includes(`::ffff:${guest}`)) return 'shows-mapped';
  return guest.includes(':') ? 'mangles-six' : 'wrong-text';
}

const byHand = (list: string): string[] => [`npx tsx {file} 12000 ${list}`, 'curl -s --http0.9 -4 http://localhost:12000', 'curl -s --http0.9 -6 http://localhost:12000'];
const diagnosis = (cause: string, list: string, section = '/06-addresses/#mapped'): Diagnosis => ({ cause, section, reproduce: byHand(list) });

const exercise: Exercise = {
  title: '名单上的人',
  startDiagnosis: 'list-as-written',
  diagnoses: {
    'list-as-written': diagnosis('客人在名单上，却被挡在门外：名单上的写法和 `remoteAddress` 的写法不同。两边都要先变成同一种写法：去掉映射地址开头的 `::ffff:`。', '::ffff:127.0.0.1'),
    spelling: diagnosis('映射地址不止一种写法：可以大写，后面的 32 位可以写成四个数，也可以写成十六进制，零可以不省略。先变成最短的一种写法再比。', '::FFFF:7F00:1'),
    'lets-strangers-in': diagnosis('名单上没有他，却放了进来：比的只是地址的一部分。`64:ff9b::127.0.0.1` 的结尾是 `127.0.0.1`，却是另一个地址；两个地址要整个相等。', '64:ff9b::127.0.0.1'),
    'shows-mapped': diagnosis('人没有放错，可是说出来的是映射地址。走 IPv4 来的，一律写成四个数的那一种。', '127.0.0.1'),
    'mangles-six': diagnosis('从 IPv6 来的客人，地址被改坏了。只有映射地址才去掉开头，别的 IPv6 地址照 `remoteAddress` 写。', '::1'),
    'only-four': diagnosis('从 IPv6 来的客人连不上：程序守的只有 IPv4 的地址。`listen(端口)` 不写地址，两样都收。', '::1', '/06-addresses/#reach'),
    'not-listening': diagnosis('客人连不上：程序没有在第一个参数说的端口上监听。', '127.0.0.1', '/06-addresses/#server-2'),
    'says-nothing': diagnosis('客人来了，没有收到一行。要在接受连接的回调里当场送出，不等他先开口。', '127.0.0.1', '/06-addresses/#server-4'),
    'only-once': diagnosis('只接待了第一个客人。走了一个还有下一个：监听套接字要一直开着。', '127.0.0.1', '/06-addresses/#server-4'),
    'no-fin': diagnosis('那一行送到了，后面没有 FIN：用 `end`，不用 `write`。', '127.0.0.1', '/02-tcp/#server-5'),
    'wrong-text': diagnosis('这一行和题目说的不一样：「请进，」或者「名单上没有 」，后面是客人的地址，以换行结尾。', '127.0.0.1', '/06-addresses/#exercise-2'),
  },
  checks: [
    {
      id: 'four',
      title: '走 IPv4 来的客人，名单上写的是他，或者是他的映射地址',
      async run(stage) {
        for (const name of [four, `::ffff:${four}`]) await visit(stage, { list: ['192.0.2.9', name], guest: four, welcome: true, orElse: 'list-as-written' });
      },
    },
    {
      id: 'strangers',
      title: '像而不是的，不放进来',
      async run(stage) {
        const alike = ['127.0.0.10', '27.0.0.1', '64:ff9b::127.0.0.1', `2001:db8::${stage.random.integer(1, 9)}`, '::ffff:1', '::127.0.0.1'];
        await visit(stage, { list: alike, guest: four, welcome: false, orElse: 'lets-strangers-in' });
        await visit(stage, { list: [], guest: four, welcome: false, orElse: 'lets-strangers-in' });
      },
    },
    {
      id: 'spellings',
      title: '映射地址换着写法写，都认得',
      async run(stage) {
        for (const name of ['::FFFF:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:ffff:127.0.0.1']) await visit(stage, { list: [name], guest: four, welcome: true, orElse: 'spelling' });
      },
    },
    {
      id: 'six',
      title: '走 IPv6 来的客人，照他的地址说',
      async run(stage) {
        await visit(stage, { list: ['::1'], guest: four, welcome: false, orElse: 'lets-strangers-in' });
        if (!canComeBySix(stage)) return;
        await visit(stage, { list: ['127.0.0.1', '0:0:0:0:0:0:0:1'], guest: '::1', welcome: true, orElse: 'spelling' });
        await visit(stage, { list: ['127.0.0.1', '::2'], guest: '::1', welcome: false, orElse: 'lets-strangers-in' });
      },
    },
  ],
};

export default exercise;
