/** 05 测往返的舞台。 */
import type { Scene, TerminalPlan } from '../model/scene.ts';
import { client as plain, hosts, server, silent, spoilLoopback, twoTerminals } from './common.ts';

export { server };
export const client: TerminalPlan = { ...silent(plain), title: 'pinger', keyboard: false };
/** 教科书写法的：来什么收什么。 */
export const note: TerminalPlan = { ...client, title: '教科书的 pinger', entry: 'steps/0-note/client.ts' };

export const scene: Scene = {
  chapter: '05-pinger',
  hosts,
  terminals: [client, server],
  extra: { ...client, id: 'extra', title: '又一个 pinger' },
  real: [
    ...twoTerminals('chapters/05-pinger'),
    { title: '服务端自己添毛病', command: 'npx tsx chapters/05-pinger/server.ts 12000 127.0.0.1 loss=30,seed=7' },
    ...spoilLoopback('让回环添毛病', 'loss 30% delay 100ms 50ms'),
  ],
  experiments: [
    { id: 'which-way', title: '丢的是去，还是回' },
    { id: 'late-reply', title: '迟到的应答' },
    { id: 'overtaken', title: '后发先至' },
  ],
};
