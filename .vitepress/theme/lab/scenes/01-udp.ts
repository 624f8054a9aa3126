/** 01 UDP 的舞台。 */
import type { Scene } from '../model/scene.ts';
import { another, client, hosts, server, spoilLoopback, twoTerminals } from './common.ts';

export const scene: Scene = {
  chapter: '01-udp',
  hosts,
  terminals: [client, server],
  extra: another(client),
  real: [...twoTerminals('chapters/01-udp'), ...spoilLoopback('让回环丢一半的报文', 'loss 50%')],
  experiments: [
    { id: 'lost-request', title: '丢一个请求' },
    { id: 'duplicate', title: '样样两份' },
    { id: 'connected', title: '没有人的端口' },
  ],
};
