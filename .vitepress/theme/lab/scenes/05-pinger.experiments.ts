/** 05 测往返的三个实验。选了一个才下载。 */
import type { Packet } from '../../../../lab/index.ts';
import type { Experiment } from '../model/scene.ts';
import type { Stage } from '../model/stage.ts';
import { client, note, server } from './05-pinger.ts';
import { printed, said, sentBy, textOf } from './evidence.ts';

/** 这个报文是第几个 ping 的请求，或者应答。 */
const isRequest = (packet: Packet, number: number) => textOf(packet).startsWith(`ping ${number} `);
const isReply = (packet: Packet, number: number) => textOf(packet).startsWith(`PING ${number} `);

export const experiments: Experiment[] = [
  {
    id: 'which-way',
    question: '第 1 个 ping 的请求丢在去的路上，第 2 个的应答丢在回来的路上。pinger 分得出来吗？',
    choices: [
      { id: 'same', text: '分不出来，两个看上去一样' },
      { id: 'request', text: '请求丢了会报错，应答丢了只是超时' },
      { id: 'time', text: '看等了多久就知道' },
    ],
    seed: 7,
    terminals: [client, server],
    prepare: (stage) => stage.lab.intervene((packet) => (isRequest(packet, 1) || isReply(packet, 2) ? { drop: true } : undefined)),
    conclude(stage) {
      const [one, two] = [resultOf(stage, 1), resultOf(stage, 2)];
      if (one === undefined || two === undefined) return undefined;
      const asked = sentBy(stage, 'client').length;
      const served = said(stage, 'server').match(/第 \d+ 个：/g)?.length ?? 0;
      const refused = stage.terminal('client')!.process!.stderr !== '' || printed(stage, 'client', 'ECONNREFUSED');
      return { choice: one === two ? 'same' : refused ? 'request' : 'time', seen: `pinger 说第 1 个「${one}」，第 2 个「${two}」。到这时寄出了 ${asked} 个请求，服务端收到 ${served} 个；这个数，pinger 看不到。` };
    },
    why: '丢在哪里，都是没有应答。想知道请求到没到，只有去那一头看，例如抓包。',
    section: { href: '#client-5', title: '⑤ 等满一秒，当作丢了' },
  },
  {
    id: 'late-reply',
    question: '第 1 个应答在路上耽搁了一秒多，教科书的 pinger 已经在等第 2 个。进门的这一个，它记在谁的账上？',
    choices: [
      { id: 'first', text: '第 1 个：认得出是它的，迟到了' },
      { id: 'second', text: '第 2 个：来什么就是什么' },
      { id: 'nobody', text: '不要它，接着等第 2 个的应答' },
    ],
    seed: 7,
    terminals: [note, server],
    prepare: (stage) => stage.lab.intervene((packet) => (isReply(packet, 1) ? { delay: 975_000 } : undefined)),
    conclude(stage) {
      const second = /第 2 个：往返 (\d+) 毫秒，应答是「(PING (\d+))/.exec(said(stage, 'client'));
      if (!second) return undefined;
      const [, ms, reply, number] = second;
      const choice = number === '1' ? 'second' : printed(stage, 'client', '迟到') ? 'first' : 'nobody';
      return { choice, seen: `第 2 个 ping 得到的应答是「${reply}」，往返 ${ms} 毫秒；路上一个来回最快也要 ${(2 * stage.ladder.trip) / 1000} 毫秒。` };
    },
    why: '它不看应答答的是哪一个。应答里写着序号，看一眼就不会错；这一章的 pinger 看了。',
    section: { href: '#sequence', title: '序号' },
  },
  {
    id: 'overtaken',
    question: '第 2 个 ping 的应答走得慢，第 3 个的应答先到了。这一章的 pinger 把先到的记在谁的账上？',
    choices: [
      { id: '2', text: '第 2 个：先问的先答' },
      { id: '3', text: '第 3 个' },
      { id: 'nobody', text: '次序不对，不要它' },
    ],
    seed: 7,
    terminals: [client, server],
    prepare: (stage) => stage.lab.intervene((packet) => (isReply(packet, 2) ? { delay: 450_000 } : undefined)),
    conclude(stage) {
      const lines = [...said(stage, 'client').matchAll(/第 (\d+) 个：往返 (\d+)/g)].map(([, number, ms]) => ({ number: number!, ms: ms! }));
      const late = lines.find(({ number }) => number === '2');
      const next = lines[1];
      if (!next || !late) return undefined;
      const choice = printed(stage, 'client', '对不上账') ? 'nobody' : next.number;
      return { choice, seen: `先打印的是第 ${next.number} 个，往返 ${next.ms} 毫秒；第 2 个后到，往返 ${late.ms} 毫秒。两个都没有算错。` };
    },
    why: 'UDP 不保证次序，先来后到说明不了谁是谁。认应答靠序号，次序乱了，账不会乱。',
    section: { href: '#client-4', title: '④ 应答来了，看它答的是哪一个' },
  },
];

/** 第 `number` 个的结果，去掉编号；还没有就是 undefined。 */
function resultOf(stage: Stage, number: number): string | undefined {
  return new RegExp(`^第 ${number} 个：(.*)$`, 'm').exec(said(stage, 'client'))?.[1];
}
