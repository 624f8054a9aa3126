/** 02 TCP 的舞台。 */
import type { Scene } from '../model/scene.ts';
import { another, client, hosts, server, spoilLoopback, twoTerminals } from './common.ts';

export const scene: Scene = {
  chapter: '02-tcp',
  hosts,
  terminals: [client, server],
  extra: another(client),
  real: [
    ...twoTerminals('chapters/02-tcp'),
    { title: '看两边的套接字（Linux）', command: 'ss -tan sport = :12000 or dport = :12000' },
    ...spoilLoopback('让回环丢一些报文段', 'loss 30%'),
  ],
  experiments: [
    { id: 'last-ack', title: '最后一个 ACK 在路上' },
    { id: 'two-clients', title: '两个客户端' },
    { id: 'lost-data', title: '丢一次数据' },
  ],
};
