/** 06 地址的三个实验。选了一个才下载。 */
import type { Experiment } from '../model/scene.ts';
import { guard, knock, server } from './06-addresses.ts';
import { printed, said, sentBy } from './evidence.ts';

export const experiments: Experiment[] = [
  {
    id: 'loopback-only',
    question: '两个看门的，一个守 127.0.0.1 的 12000，一个守 0.0.0.0 的 12001。另一台主机去敲 10.0.0.2，哪一扇开？',
    choices: [
      { id: 'both', text: '两扇都开' },
      { id: 'wildcard', text: '只有守 0.0.0.0 的' },
      { id: 'loopback', text: '只有守 127.0.0.1 的' },
      { id: 'none', text: '都不开' },
    ],
    seed: 7,
    terminals: [knock('one', '12000'), knock('two', '12001'), guard('loopback', '守 127.0.0.1', '12000', '127.0.0.1'), guard('wildcard', '守 0.0.0.0', '12001', '0.0.0.0')],
    conclude(stage) {
      if (!['one', 'two'].every((id) => /开了|拒绝/.test(said(stage, id)))) return undefined;
      const [loopback, wildcard] = ['one', 'two'].map((id) => printed(stage, id, '开了'));
      const choice = loopback && wildcard ? 'both' : loopback ? 'loopback' : wildcard ? 'wildcard' : 'none';
      const resets = sentBy(stage, 'server').filter(({ packet }) => packet.protocol === 'tcp' && packet.flags.rst).length;
      return { choice, seen: `服务端的主机回了 ${resets} 个 RST：那个地址和端口上没有人。守 127.0.0.1 的程序好好地运行着，谁来过也不知道。` };
    },
    why: '内核拿报文段上的目的地址来比。写的是 10.0.0.2，守 127.0.0.1 的就不收；0.0.0.0 是本机的每一个 IPv4 地址。',
    section: { href: '#reach', title: '地址决定谁敲得开' },
  },
  {
    id: 'mapped',
    question: '两个看门的都守 ::，后一个写了 ipv6Only。IPv4 的客人从 10.0.0.1 来，前一个看见的地址是什么？',
    choices: [
      { id: 'plain', text: '10.0.0.1' },
      { id: 'mapped', text: '::ffff:10.0.0.1' },
      { id: 'none', text: ':: 是 IPv6 的，敲不开' },
    ],
    seed: 7,
    terminals: [knock('one', '12000'), knock('two', '12001'), guard('dual', '守 ::', '12000', '::'), guard('only', '守 ::，ipv6Only', '12001', '::', 'ipv6Only')],
    conclude(stage) {
      if (!['one', 'two'].every((id) => /开了|拒绝/.test(said(stage, id)))) return undefined;
      const guest = /来自 (\S+)/.exec(said(stage, 'one'))?.[1];
      const choice = guest === undefined ? 'none' : guest.startsWith('::ffff:') ? 'mapped' : 'plain';
      const onWire = sentBy(stage, 'client')[0]?.packet.source.address;
      return { choice, seen: `看门的说：来自 ${guest}；报文段上的源地址是 ${onWire}。写了 ipv6Only 的那一扇，${printed(stage, 'two', '开了') ? '也开了' : '拒绝了'}。` };
    },
    why: '套接字是 IPv6 的，记地址的格子有 128 位，内核把 IPv4 的地址装进去，前面添上 ::ffff:。网线上没有这种写法。',
    section: { href: '#mapped', title: 'IPv4 装进 IPv6 的格子' },
  },
  {
    id: 'eyeballs',
    question: '名字 server 有两个地址，IPv6 在前，可是 IPv6 的报文在路上全丢了。客户端多久以后改敲 IPv4？',
    choices: [
      { id: 'never', text: '不改，连不上' },
      { id: 'soon', text: '不到一秒' },
      { id: 'late', text: '等 IPv6 失败，一两分钟' },
    ],
    seed: 7,
    terminals: [knock('one', '12000', 'server'), server],
    prepare: (stage) => stage.lab.intervene((packet) => (packet.destination.address.includes(':') ? { drop: true } : undefined)),
    conclude(stage) {
      const knocks = sentBy(stage, 'client').filter(({ packet }) => packet.protocol === 'tcp' && packet.flags.syn);
      const [six, four] = [true, false].map((isSix) => knocks.find(({ packet }) => packet.destination.address.includes(':') === isSix));
      if (!four && /没有人|ETIMEDOUT/.test(said(stage, 'one'))) return { choice: 'never', seen: `只敲过 ${knocks.length} 次 IPv6。` };
      if (!six || !four || !printed(stage, 'one', '开了')) return undefined;
      const ms = Math.round((four.time - six.time) / 1000);
      const lost = knocks.filter(({ dropped }) => dropped !== undefined).length;
      return { choice: ms < 1000 ? 'soon' : 'late', seen: `IPv6 的握手丢了 ${lost} 次；第一次敲 IPv6 以后 ${ms} 毫秒，改敲 IPv4，开了。` };
    },
    why: '没有回音不等于失败，等它失败要很久。所以只等一小会儿就敲下一个，谁先开算谁的。',
    section: { href: '#names', title: '一个名字，几个地址' },
  },
];
