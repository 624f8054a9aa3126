import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { scene as tcp } from '../../../.vitepress/theme/lab/scenes/02-tcp.ts';
import { scene as udp } from '../../../.vitepress/theme/lab/scenes/01-udp.ts';
import { speeds } from '../../../.vitepress/theme/lab/model/pace.ts';
import type { Scene } from '../../../.vitepress/theme/lab/model/scene.ts';
import { Stage } from '../../../.vitepress/theme/lab/model/stage.ts';
import { compileAll } from '../../../lab/compile.ts';
import { Lab, type LinkSettings, type Packet, type TraceEvent } from '../../../lab/index.ts';
import { nodeEngine } from '../../../lab/process/node-engine.ts';

type Sent = Extract<TraceEvent, { kind: 'sent' }>;

const opened: Stage[] = [];
afterEach(() => {
  for (const stage of opened.splice(0)) stage.close();
});

async function open(scene: Scene, links: Partial<LinkSettings> = {}, seed = 1): Promise<Stage> {
  const entries = new Set(scene.terminals.map(({ entry }) => entry));
  const sources = [...entries].map((entry) => [entry, readFileSync(`chapters/${scene.chapter}/${entry}`, 'utf8')]);
  const stage = new Stage({ scene, engine: nodeEngine(), Lab, modules: compileAll(Object.fromEntries(sources)), seed, links });
  opened.push(stage);
  await stage.open();
  return stage;
}

/** 一帧一帧地演，到 `enough` 为止；没有到就是没有事可做了。 */
async function play(stage: Stage, enough: () => boolean = () => false): Promise<void> {
  for (let frames = 0; frames < 10_000 && !enough(); frames += 1) {
    if ((await stage.advance(16, speeds[0]!)) !== 'moving') return;
  }
}

const sent = (stage: Stage) => stage.lab.trace.filter((event): event is Sent => event.kind === 'sent');
const firstSent = async (scene: Scene, links: Partial<LinkSettings>) => {
  const stage = await open(scene, links);
  await play(stage, () => sent(stage).length > 0);
  return sent(stage)[0]!;
};
const ask = async (stage: Stage, line: string) => {
  const terminal = stage.addTerminal(stage.scene.extra);
  await stage.start(terminal);
  await play(stage, () => terminal.text.includes('请输入'));
  await stage.type(terminal, line);
  await play(stage);
  return terminal;
};
const port = ({ source, destination }: Packet) => ('port' in source && 'port' in destination ? [source.port, destination.port] : []);

describe('旋钮真的拧着内核', () => {
  test('时延：晚这么久到', async () => {
    const { time, arrivals } = await firstSent(udp, { delay: 70_000 });
    expect(arrivals).toEqual([time + 70_000]);
  });

  test('抖动：每个晚的不一样，最多这么多', async () => {
    const stage = await open(udp, { jitter: 30_000 });
    await play(stage);
    const extras = sent(stage).map(({ time, arrivals }) => arrivals[0]! - time - 20_000);
    expect(new Set(extras).size).toBe(2);
    for (const extra of extras) expect(extra).toBeLessThanOrEqual(30_000);
  });

  test('丢失：全丢', async () => {
    expect((await firstSent(udp, { loss: 1 })).dropped).toBe('loss');
  });

  test('重复：一个到两份', async () => {
    expect((await firstSent(udp, { duplicate: 1 })).arrivals).toHaveLength(2);
  });

  test('乱序：这一个多走一段，后面的不等它', async () => {
    const { time, arrivals } = await firstSent(udp, { reorder: 1 });
    expect(arrivals[0]! - time).toBeGreaterThan(20_000);
  });

  test('断开：什么也过不去；接上，又过得去', async () => {
    const stage = await open(udp, { down: true });
    await play(stage);
    expect(sent(stage).map(({ dropped }) => dropped)).toEqual(['down']);
    stage.setLinks({ down: false });
    expect((await ask(stage, 'again')).text).toContain('应答：AGAIN');
  });

  test('MSS：SYN 上写的就是它，一个报文段装不下更多', async () => {
    const stage = await open(tcp, { mtu: 100 + 40 });
    await play(stage);
    const before = sent(stage).length;
    expect(sent(stage)[0]!.packet).toMatchObject({ maximumSegmentSize: 100 });
    await ask(stage, 'a'.repeat(300));
    const sizes = sent(stage).slice(before).map(({ packet }) => (packet.protocol === 'tcp' ? packet.payload.length : 0));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sizes.filter((size) => size > 0).length).toBeGreaterThanOrEqual(6);
  });

  test('种子：同一个，每次一样；换一个，就不一样', async () => {
    const hashes: string[] = [];
    for (const seed of [1, 1, 2]) {
      const stage = await open(udp, { jitter: 30_000 }, seed);
      await play(stage);
      hashes.push(stage.lab.traceHash);
    }
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  test('快慢：只改台上的时间，不改网络上的', async () => {
    const hashes: string[] = [];
    for (const speed of speeds) {
      const stage = await open(udp);
      for (let frames = 0; frames < 10_000 && (await stage.advance(16, speed)) === 'moving';) frames += 1;
      hashes.push(stage.lab.traceHash);
    }
    expect(new Set(hashes).size).toBe(1);
  });

  test('走一步：到下一个报文动身或者到达', async () => {
    const stage = await open(udp);
    stage.stopAtPacket = true;
    const kinds: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      await play(stage);
      kinds.push(stage.lab.trace.at(-1)!.kind);
    }
    expect(kinds).toEqual(['sent', 'arrived', 'sent', 'arrived']);
  });
});

describe('动这一个报文', () => {
  const touched = async (change: 'drop' | 'delay' | 'duplicate') => {
    const stage = await open(udp);
    await play(stage, () => sent(stage).length > 0);
    const { id, arrivals } = sent(stage)[0]!;
    await stage.touch(id, change);
    await play(stage, () => stage.lab.now > 2_000_000);
    const arrived = stage.lab.trace.filter((event) => event.kind === 'arrived' && event.id === id);
    const answers = sent(stage).filter(({ packet }) => port(packet)[0] === 12000).length;
    return { planned: arrivals[0]!, times: arrived.map(({ time }) => time), answers, text: stage.terminals[0]!.text };
  };

  test('丢掉它：没有到，也没有应答', async () => {
    const { times, answers, text } = await touched('drop');
    expect([times, answers]).toEqual([[], 0]);
    expect(text).not.toContain('应答：');
  });

  test('让它晚到：到得比原来晚，应答照样来', async () => {
    const { planned, times, text } = await touched('delay');
    expect(times).toHaveLength(1);
    expect(times[0]).toBeGreaterThan(planned);
    expect(text).toContain('应答：HELLO');
  });

  test('多来一份：到两次，服务端答两次', async () => {
    const { times, answers } = await touched('duplicate');
    expect([times.length, answers]).toEqual([2, 2]);
  });

  test('停下一个程序，再开一个客户端', async () => {
    const stage = await open(udp);
    await play(stage);
    const server = stage.terminals[1]!;
    await stage.interrupt(server);
    await play(stage);
    expect(server.running).toBe(false);
    expect(stage.sockets('server')).toEqual([]);
    const client = await ask(stage, 'hi');
    expect(client.text).not.toContain('应答：');
    expect(sent(stage).at(-1)!.packet.protocol).toBe('icmp');
  });
});
