/**
 * 把内核改坏，看记录和抓包的比较抓不抓得住：抓不住的检验等于没有。
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseTranscript } from '../../kit/transcript/parse.ts';
import type { Lab } from '../../lab/index.ts';
import type { Host } from '../../lab/kernel/host.ts';
import type { Packet } from '../../lab/kernel/packet.ts';
import { replayInLab } from './replay.ts';
import { withoutPureAcks } from './truth/lines.ts';
import { playInLab } from './truth/play.ts';
import { scenarios } from './truth/scenarios.ts';

/** 改每台主机收到的报文；返回 undefined 就是没有收到。 */
function onReceive(lab: Lab, change: (packet: Packet) => Packet | undefined): void {
  for (const host of lab.network.hosts.values()) {
    const receive = host.receive.bind(host);
    host.receive = (packet) => {
      const changed = change(packet);
      return changed ? receive(changed) : 'no-socket';
    };
  }
}

/** 改每台主机发出的报文。 */
function onSend(lab: Lab, change: (packet: Packet, retransmission?: number) => Packet | undefined): void {
  for (const host of lab.network.hosts.values()) {
    const send = host.send.bind(host) as Host['send'];
    host.send = (packet, retransmission) => {
      const changed = change(packet, retransmission);
      if (changed) send(changed, retransmission);
    };
  }
}

/** 只反第一个报文：反两次就反回来了。 */
function flipFirst(): (packet: Packet) => Packet {
  let isFirst = true;
  return (packet) => {
    if (!isFirst || packet.protocol === 'icmp' || packet.payload.length === 0) return packet;
    isFirst = false;
    const payload = packet.payload.slice();
    payload[0]! ^= 1;
    return { ...packet, payload };
  };
}

function wrongPort(packet: Packet): Packet {
  if (packet.protocol !== 'udp') return packet;
  return { ...packet, source: { ...packet.source, port: packet.source.port ^ 1 } };
}

async function replayHello(prepare: (lab: Lab) => void): Promise<string[]> {
  const file = path.resolve(import.meta.dirname, '../../chapters/01-udp/transcripts/hello.txt');
  return replayInLab(parseTranscript(readFileSync(file, 'utf8'), file), prepare);
}

/** 抓包的比较：在录下的走法里吗。 */
async function isReal(name: string, prepare: (lab: Lab) => void): Promise<boolean> {
  const scenario = scenarios.find((one) => one.name === name)!;
  const file = path.join(import.meta.dirname, 'truth/captures', `${name}.json`);
  const { runs } = JSON.parse(readFileSync(file, 'utf8')) as { runs: { lines: string[] }[] };
  const lines = withoutPureAcks(await playInLab(scenario, prepare));
  return runs.some((run) => withoutPureAcks(run.lines) === lines);
}

describe('改坏的内核都被抓住', () => {
  test('没有改的通得过', async () => {
    expect(await replayHello(() => {})).toEqual([]);
    expect(await isReal('lost-data', () => {})).toBe(true);
  });

  test('报文不送到', async () => {
    expect(await replayHello((lab) => onReceive(lab, () => undefined))).not.toEqual([]);
  });

  test('一个字节反了一位', async () => {
    expect(await replayHello((lab) => onReceive(lab, flipFirst()))).not.toEqual([]);
  });

  test('源端口写错', async () => {
    expect(await replayHello((lab) => onSend(lab, wrongPort))).not.toEqual([]);
  });

  test('不发 FIN', async () => {
    const noFin = (packet: Packet) => (packet.protocol === 'tcp' && packet.flags.fin ? undefined : packet);
    expect(await isReal('echo', (lab) => onSend(lab, noFin))).toBe(false);
  });

  test('丢了不重发', async () => {
    const once = (packet: Packet, retransmission?: number) => (retransmission ? undefined : packet);
    expect(await isReal('lost-data', (lab) => onSend(lab, once))).toBe(false);
  });
});
