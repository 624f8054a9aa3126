/** 04 关闭的三个实验。选了一个才下载。 */
import type { Experiment, TerminalPlan } from '../model/scene.ts';
import type { Stage } from '../model/stage.ts';
import { silent } from './common.ts';
import { client, first, server, unread } from './04-closing.ts';
import { ended, printed, sentBy, stateOf, textOf, type SentEvent } from './evidence.ts';

const SECOND = 1_000_000;
const BROKEN = 1 * SECOND;
const MENDED = BROKEN + 3600 * SECOND;

const names: Record<string, string> = { client: '客户端', server: '服务端' };
const listener: TerminalPlan = { ...silent(client), id: 'listener', title: '听人说完的客户端', args: ['12001', '10.0.0.2'] };

export const experiments: Experiment[] = [
  {
    id: 'time-wait',
    question: '两个连接。一个是客户端先说完，一个是服务端先说完。都结束以后，TIME_WAIT 各留在哪一边？',
    choices: [
      { id: 'client', text: '都在客户端那边' },
      { id: 'server', text: '都在服务端那边' },
      { id: 'first', text: '谁先说完，留在谁那边' },
      { id: 'last', text: '谁后说完，留在谁那边' },
    ],
    seed: 7,
    terminals: [{ ...client, ends: true }, listener, server, first],
    conclude(stage) {
      if (!ended(stage, 'client') || !ended(stage, 'listener')) return undefined;
      const holders = [12000, 12001].map((port) => ['client', 'server'].filter((host) => stateOf(stage, host, port) === 'TIME_WAIT').join());
      const starters = [12000, 12001].map((port) => firstFin(stage, port)?.from);
      if (holders.some((host) => !(host in names))) return undefined;
      const choice = holders[0] === holders[1] ? holders[0]! : holders.join() === starters.join() ? 'first' : 'last';
      const [one, two] = holders.map((host, index) => `${names[starters[index]!]}先送 FIN，TIME_WAIT 在${names[host]}`);
      return { choice, seen: `端口 12000 的连接，${one}；端口 12001 的，${two}。` };
    },
    why: '先说完的一头送出最后一个 ACK，它可能丢；内核记着这一笔，好再答一次。和谁是服务端没有关系。',
    section: { href: '#time-wait', title: 'TIME-WAIT' },
  },
  {
    id: 'unread',
    question: '客户端说了 hello。服务端没有读，说一句「不要了」就 destroy()。这一句在路上丢了一次。客户端最后听到什么？',
    choices: [
      { id: 'late', text: '「不要了」：内核会重传，只是晚一点' },
      { id: 'end', text: '没有这一句，可是连接好好地结束了' },
      { id: 'reset', text: '没有这一句，连接被断开' },
    ],
    seed: 7,
    terminals: [client, unread],
    prepare(stage) {
      let dropped = false;
      stage.lab.intervene((packet) => {
        if (dropped || packet.source.port !== 12000 || textOf(packet) === '') return undefined;
        dropped = true;
        return { drop: true };
      });
    },
    conclude(stage) {
      if (!ended(stage, 'client')) return undefined;
      const sent = sentBy(stage, 'server');
      const reset = sent.some(({ packet }) => packet.protocol === 'tcp' && packet.flags.rst);
      const again = sent.filter(({ retransmission }) => retransmission !== undefined).length;
      const choice = printed(stage, 'client', '不要了') ? 'late' : printed(stage, 'client', '被对方断开') ? 'reset' : 'end';
      return { choice, seen: `服务端的内核把这一句重传了 ${again} 次，${reset ? '送出的是 RST，不是 FIN' : '没有送出 RST'}。` };
    },
    why: '有没读的字节就 destroy()，内核送的是 RST，连接当场作废，还没送到的也不再重传。要说最后一句，用 end()，再把对方的话读完。',
    section: { href: '#ways', title: '几种走法' },
  },
  {
    id: 'idle-hour',
    question: '连上以后谁也不说话。中间的路断了一小时，又通了，客户端这才说一句 hello。会怎样？',
    choices: [
      { id: 'alive', text: '连接还在，听得到回声' },
      { id: 'error', text: '路一断，两边就各得到一个错误' },
      { id: 'reset', text: '一小时太久，说这一句时连接已经没了' },
    ],
    seed: 7,
    terminals: [silent(client), server],
    skips: true,
    prepare(stage) {
      stage.at(BROKEN, () => stage.setLinks({ down: true }));
      stage.at(MENDED, () => {
        stage.setLinks({ down: false });
        stage.enter(stage.terminal('client')!, 'hello');
      });
    },
    conclude(stage) {
      const echoed = printed(stage, 'client', 'hello');
      if (!echoed && !ended(stage, 'client')) return undefined;
      const during = stage.lab.trace.filter(({ kind, time }) => kind === 'sent' && time > BROKEN && time < MENDED).length;
      const early = stage.terminal('client')!.process!.output.some(({ stream, time }) => stream === 2 && time < MENDED);
      const choice = echoed ? 'alive' : early ? 'error' : 'reset';
      return { choice, seen: `断开的一小时里，路上走过 ${during} 个报文段。现在客户端是 ${stateOf(stage, 'client')}，服务端是 ${stateOf(stage, 'server')}。` };
    },
    why: '连接不是一根线，是两边内核各记着的一笔。没有话要送，就没有报文段，也就没有人发现路断了。',
    section: { href: '#predict', title: '先猜再跑' },
  },
];

/** 这个端口的连接上，先送出的 FIN。 */
function firstFin(stage: Stage, port: number): SentEvent | undefined {
  const isFin = ({ packet }: SentEvent) => packet.protocol === 'tcp' && packet.flags.fin && [packet.source.port, packet.destination.port].includes(port);
  return [...sentBy(stage, 'client'), ...sentBy(stage, 'server')].filter(isFin).sort((a, b) => a.time - b.time)[0];
}
