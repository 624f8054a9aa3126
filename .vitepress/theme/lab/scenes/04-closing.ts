/** 04 关闭的舞台。 */
import type { Scene, TerminalPlan } from '../model/scene.ts';
import { another, client as plain, hosts, server, twoTerminals } from './common.ts';

export { server };
export const client: TerminalPlan = { ...plain, keyboard: 'lines' };
/** 有人连上来，说一句「打烊了」就先说完的服务端；在另一个端口上。 */
export const first: TerminalPlan = { ...server, id: 'first', title: '先说完的服务端', entry: 'steps/3-first/server.ts', args: ['12001', '0.0.0.0'] };
/** 一个字节也不读，说一句就 destroy() 的服务端。 */
export const unread: TerminalPlan = { ...server, entry: 'steps/6-unread/server.ts' };

export const scene: Scene = {
  chapter: '04-closing',
  hosts,
  terminals: [client, server],
  extra: another(client),
  real: [...twoTerminals('chapters/04-closing'), { title: '看两边的状态，和还要留多久（Linux）', command: 'ss -tano sport = :12000 or dport = :12000' }, { title: '看两边的状态（macOS）', command: 'netstat -an -p tcp | grep 12000' }],
  experiments: [
    { id: 'time-wait', title: '谁留下 TIME_WAIT' },
    { id: 'unread', title: '没读就走' },
    { id: 'idle-hour', title: '断线一小时' },
  ],
};
