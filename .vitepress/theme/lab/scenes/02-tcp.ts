/** 02 TCP 的舞台。 */
import type { Scene, TerminalPlan } from '../model/scene.ts';

export const server: TerminalPlan = { id: 'server', title: '服务端', host: 'server', entry: 'server.ts', args: ['12000', '0.0.0.0'], keyboard: false };
export const client: TerminalPlan = { id: 'client', title: '客户端', host: 'client', entry: 'client.ts', args: ['12000', '10.0.0.2'], keyboard: true, line: 'hello' };
const { line: _, ...unasked } = client;
/** 连上以后不说话，等读者打字。 */
export const silent: TerminalPlan = unasked;

export const scene: Scene = {
  chapter: '02-tcp',
  hosts: [
    { name: 'client', title: '客户端的主机', address: '10.0.0.1' },
    { name: 'server', title: '服务端的主机', address: '10.0.0.2' },
  ],
  terminals: [client, server],
  extra: { ...silent, id: 'extra', title: '又一个客户端' },
  real: [
    { title: '第一个终端', command: 'npx tsx chapters/02-tcp/server.ts' },
    { title: '第二个终端', command: 'npx tsx chapters/02-tcp/client.ts' },
    { title: '看两边的套接字（Linux）', command: 'ss -tan sport = :12000 or dport = :12000' },
    { title: '让回环丢一些报文段（Linux）', command: 'sudo tc qdisc add dev lo root netem loss 30%' },
    { title: '做完复原', command: 'sudo tc qdisc del dev lo root' },
  ],
  experiments: [
    { id: 'last-ack', title: '最后一个 ACK 在路上' },
    { id: 'two-clients', title: '两个客户端' },
    { id: 'lost-data', title: '丢一次数据' },
  ],
};
