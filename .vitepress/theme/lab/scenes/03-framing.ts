/** 03 成帧的舞台：行协议的一对程序。 */
import type { Scene, TerminalPlan } from '../model/scene.ts';
import { another, client as plain, hosts, server as listening, spoilLoopback, twoTerminals } from './common.ts';

export const server: TerminalPlan = { ...listening, entry: 'lines/server.ts' };
export const client: TerminalPlan = { ...plain, entry: 'lines/client.ts', keyboard: 'lines' };
/** 说得出每一块是什么的服务端。 */
export const blocks: TerminalPlan = { ...listening, entry: 'steps/5-blocks/server.ts' };

/** 把一句话在第 `at` 个字节后面切开，隔一秒再送后一半的客户端。 */
export function cut(text: string, at: number): TerminalPlan {
  return { ...plain, entry: 'steps/1-cut/client.ts', args: [...plain.args, text, `${at}`], keyboard: false };
}

export const scene: Scene = {
  chapter: '03-framing',
  hosts,
  terminals: [client, server],
  extra: another(client),
  real: [...twoTerminals('chapters/03-framing/lines'), { title: '把一行切成两块的客户端', command: 'npx tsx chapters/03-framing/steps/1-cut/client.ts' }, ...spoilLoopback('让报文段在路上走慢一点', 'delay 200ms')],
  experiments: [
    { id: 'cut-line', title: '一行切成两半' },
    { id: 'cut-character', title: '切在字的中间' },
    { id: 'half-line', title: '说到一半' },
  ],
};
