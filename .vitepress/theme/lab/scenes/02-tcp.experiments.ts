/** 02 TCP 的三个实验。选了一个才下载。 */
import type { Experiment } from '../model/scene.ts';
import { another, client, server, silent } from './common.ts';
import { printed, stateOf } from './evidence.ts';

export const experiments: Experiment[] = [
  {
    id: 'last-ack',
    question: '三次握手的最后一个 ACK 刚刚动身，把时间停在这里。此刻谁已经连上了？',
    choices: [
      { id: 'both', text: '两边都连上了' },
      { id: 'client', text: '只有客户端' },
      { id: 'server', text: '只有服务端' },
      { id: 'nobody', text: '都还没有' },
    ],
    seed: 7,
    terminals: [silent(client), server],
    pauseOn: (event, stage) => event.kind === 'sent' && event.from === 'client' && event.packet.protocol === 'tcp' && !event.packet.flags.syn && stage.lab.trace.filter((one) => one.kind === 'sent').length === 3,
    conclude(stage) {
      if (stage.packets.length < 3) return undefined;
      const connected = ['client', 'server'].filter((host) => stateOf(stage, host) === 'ESTABLISHED');
      const choice = connected.length === 2 ? 'both' : (connected[0] ?? 'nobody');
      return { choice, seen: `客户端是 ${stateOf(stage, 'client')}，服务端是 ${stateOf(stage, 'server')}。按「继续」，看 ACK 到了以后。` };
    },
    why: '客户端收到 SYN+ACK，就知道两个方向都通了。服务端要等到这个 ACK 才知道。「连上了」不是一个时刻，两边各有各的时刻。',
    section: { href: '#handshake', title: '三次握手' },
  },
  {
    id: 'two-clients',
    question: '两个客户端都连着。服务端的三个套接字，用了几个端口？',
    choices: [
      { id: '3', text: '三个，一个套接字一个' },
      { id: '2', text: '两个，一个连接一个' },
      { id: '1', text: '一个，都是 12000' },
    ],
    seed: 7,
    terminals: [silent(client), another(client, 'second'), server],
    conclude(stage) {
      const rows = stage.sockets('server');
      if (rows.filter((row) => row.state === 'ESTABLISHED').length < 2) return undefined;
      const ports = new Set(rows.map((row) => row.local.port));
      return { choice: `${ports.size}`, seen: `服务端有 ${rows.length} 个套接字，本地端口：${[...ports].join('、')}。分得清它们，靠的是远端的那一半。` };
    },
    why: '接受连接不打开新的端口。报文段来了，内核看四样：源 IP、源端口、目的 IP、目的端口。',
    section: { href: '#sockets', title: '一个端口，三个套接字' },
  },
  {
    id: 'lost-data',
    question: '客户端送去 hello，这个报文段丢在半路。应答会怎样？',
    choices: [
      { id: 'lost', text: '没有应答，和 UDP 一样' },
      { id: 'error', text: '客户端得到一个错误' },
      { id: 'late', text: '有应答，只是来得晚' },
    ],
    seed: 7,
    terminals: [client, server],
    prepare(stage) {
      let dropped = false;
      stage.lab.intervene((packet) => {
        if (dropped || packet.protocol !== 'tcp' || packet.payload.length === 0) return undefined;
        dropped = true;
        return { drop: true };
      });
    },
    conclude(stage) {
      const exit = stage.terminal('client')?.process?.exit;
      if (!exit) return undefined;
      const again = stage.lab.trace.filter((event) => event.kind === 'sent' && event.retransmission !== undefined).length;
      const choice = exit.code !== 0 ? 'error' : printed(stage, 'client', '应答：') ? 'late' : 'lost';
      return { choice, seen: `客户端的内核重传了 ${again} 次，程序一个字也没有多写，应答到了。` };
    },
    why: '内核送出数据，就上一个闹钟；到时候没有收到 ACK，再送一次。TCP 的可靠就是这样来的：不是不丢，是丢了再送。',
    section: { href: '#client-4', title: '④ 写进字节流' },
  },
];
