/** 01 UDP 的舞台。 */
import type { Scene, TerminalPlan } from '../model/scene.ts';

export const server: TerminalPlan = { id: 'server', title: '服务端', host: 'server', entry: 'server.ts', args: ['12000', '0.0.0.0'], keyboard: false };
export const client: TerminalPlan = { id: 'client', title: '客户端', host: 'client', entry: 'client.ts', args: ['12000', '10.0.0.2'], keyboard: true, line: 'hello' };
const { line: _, ...extra } = client;
export const connected: TerminalPlan = { ...client, id: 'connected', title: '连接过的客户端', entry: 'steps/6-connected/client.ts' };

export const scene: Scene = {
  chapter: '01-udp',
  hosts: [
    { name: 'client', title: '客户端的主机', address: '10.0.0.1' },
    { name: 'server', title: '服务端的主机', address: '10.0.0.2' },
  ],
  terminals: [client, server],
  extra: { ...extra, id: 'extra', title: '又一个客户端' },
  real: [
    { title: '第一个终端', command: 'npx tsx chapters/01-udp/server.ts' },
    { title: '第二个终端', command: 'npx tsx chapters/01-udp/client.ts' },
    { title: '让回环丢一半的报文（Linux）', command: 'sudo tc qdisc add dev lo root netem loss 50%' },
    { title: '做完复原', command: 'sudo tc qdisc del dev lo root' },
  ],
  experiments: [
    { id: 'lost-request', title: '丢一个请求' },
    { id: 'duplicate', title: '样样两份' },
    { id: 'connected', title: '没有人的端口' },
  ],
};
