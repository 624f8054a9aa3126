/** 06 地址的舞台：两台主机，各有一个 IPv4 地址、一个 IPv6 地址。 */
import type { Scene, TerminalPlan } from '../model/scene.ts';
import { client as plain, hosts as both, server as listening, silent } from './common.ts';

export const server: TerminalPlan = { ...listening, title: '看门的', args: ['12000', '::'] };
const client: TerminalPlan = { ...silent(plain), title: '探子', args: ['12000', 'server'], keyboard: false };

/** 守 `args` 写的地址；第二个用端口 12001。 */
export function guard(id: string, title: string, ...args: string[]): TerminalPlan {
  return { ...server, id, title, args };
}

/** 只敲一扇门的客户端。 */
export function knock(id: string, port: string, host = '10.0.0.2'): TerminalPlan {
  return { ...client, id, title: `敲端口 ${port}`, entry: 'steps/3-knock/client.ts', args: [port, host] };
}

export const scene: Scene = {
  chapter: '06-addresses',
  // 名字 server 有两个地址，照 RFC 6724 的次序，IPv6 在前
  hosts: both.map((host, index) => ({ ...host, addresses: [`2001:db8::${index + 1}`, ...host.addresses] })),
  terminals: [client, server],
  extra: { ...client, id: 'extra', title: '又一个探子' },
  real: [
    { title: '第一个终端', command: 'npx tsx chapters/06-addresses/server.ts 12000 ::' },
    { title: '第二个终端', command: 'npx tsx chapters/06-addresses/client.ts' },
    { title: '看谁在监听哪个地址（Linux）', command: 'ss -tln sport = :12000' },
  ],
  experiments: [
    { id: 'loopback-only', title: '只守 127.0.0.1' },
    { id: 'mapped', title: 'IPv4 的客人' },
    { id: 'eyeballs', title: 'IPv6 没有回音' },
  ],
};
