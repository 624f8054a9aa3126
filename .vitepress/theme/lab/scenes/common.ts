/** 几章的舞台都一样的：两台主机，一对终端，再开的一个客户端。 */
import type { Scene, SceneHost, TerminalPlan } from '../model/scene.ts';

export const hosts: SceneHost[] = [
  { name: 'client', title: '客户端的主机', addresses: ['10.0.0.1'] },
  { name: 'server', title: '服务端的主机', addresses: ['10.0.0.2'] },
];

export const server: TerminalPlan = { id: 'server', title: '服务端', host: 'server', entry: 'server.ts', args: ['12000', '0.0.0.0'], keyboard: false };
export const client: TerminalPlan = { id: 'client', title: '客户端', host: 'client', entry: 'client.ts', args: ['12000', '10.0.0.2'], keyboard: 'line', line: 'hello' };

/** 一样的程序，没有人替它打字：等读者自己打。 */
export function silent(plan: TerminalPlan): TerminalPlan {
  const { line: _line, ends: _ends, ...rest } = plan;
  return rest;
}

/** 又一个客户端，等读者自己打字。 */
export function another(plan: TerminalPlan, id = 'extra'): TerminalPlan {
  return { ...silent(plan), id, title: '又一个客户端' };
}

/** 在真的电脑上开两个终端；`folder` 是这一对程序所在的文件夹。 */
export function twoTerminals(folder: string): Scene['real'] {
  return [
    { title: '第一个终端', command: `npx tsx ${folder}/server.ts` },
    { title: '第二个终端', command: `npx tsx ${folder}/client.ts` },
  ];
}

/** 真的把回环弄坏，再复原。`fault` 是 netem 的写法，如 `loss 50%`。 */
export function spoilLoopback(title: string, fault: string): Scene['real'] {
  return [
    { title: `${title}（Linux）`, command: `sudo tc qdisc add dev lo root netem ${fault}` },
    { title: '做完复原', command: 'sudo tc qdisc del dev lo root' },
  ];
}
