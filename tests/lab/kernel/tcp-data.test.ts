import { describe, expect, test } from 'vitest';
import * as errno from '../../../lab/kernel/errno.ts';
import { DelayedAck } from '../../../lab/kernel/tcp/delayed-ack.ts';
import { RtoEstimator } from '../../../lab/kernel/tcp/rto.ts';
import { add, isAfter, isBefore } from '../../../lab/kernel/tcp/sequence.ts';
import { bytes, connected, makeWire, ms, readAll, run, type Wire } from './wire.ts';

const lengths = (wire: Wire, side: string) =>
  wire.log.filter((line) => line.includes(` ${side} `) && !line.endsWith(' 0')).map((line) => Number(line.split(' ').at(-1)));

describe('序号', () => {
  test('RFC 9293 § 3.4：模 2³² 比较，绕过零点也对', () => {
    expect(add(0xffff_ffff, 2)).toBe(1);
    expect(isAfter(1, 0xffff_ffff)).toBe(true);
    expect(isBefore(0xffff_fff0, 5)).toBe(true);
  });

  test('RFC 9293 § 3.4：初始序号接近 2³² 的连接，数据照样到', () => {
    const wire = makeWire();
    wire.client.tcp.initialSequence = () => 0xffff_fff0;
    const { client, server } = connected(wire);
    client.write(bytes(5000));
    run(wire);
    expect(readAll(server)).toHaveLength(5000);
  });
});

describe('重传超时', () => {
  /** RFC 6298 自己的数：至少 1 秒，时钟粒度 1 微秒。 */
  const rfc = [1000 * ms, 1] as const;

  test('RFC 6298 § 2.1：还没有测过，1 秒', () => {
    expect(new RtoEstimator().rto).toBe(1000 * ms);
  });

  test('RFC 6298 § 2.2：第一次测得 R，SRTT = R，RTTVAR = R/2', () => {
    const estimator = new RtoEstimator(...rfc);
    estimator.measured(800 * ms);
    expect(estimator.rto).toBe(800 * ms + 4 * 400 * ms);
  });

  test('RFC 6298 § 2.3：以后 RTTVAR 取 1/4、SRTT 取 1/8', () => {
    const estimator = new RtoEstimator(...rfc);
    estimator.measured(800 * ms);
    estimator.measured(400 * ms);
    expect(estimator.smoothed).toBe(750 * ms);
    expect(estimator.rto).toBe(750 * ms + 4 * 400 * ms);
  });

  test('RFC 6298 § 2.4：不小于 1 秒；Linux 不小于 200 毫秒再加 SRTT', () => {
    const strict = new RtoEstimator(...rfc);
    strict.measured(20 * ms);
    expect(strict.rto).toBe(1000 * ms);
    const linux = new RtoEstimator();
    linux.measured(20 * ms);
    expect(linux.rto).toBe(220 * ms);
  });

  test('RFC 6298 § 5.5：每次超时加倍；有新的确认就回来', () => {
    const estimator = new RtoEstimator();
    estimator.measured(20 * ms);
    estimator.backOff();
    estimator.backOff();
    expect(estimator.rto).toBe(880 * ms);
    estimator.settle();
    expect(estimator.rto).toBe(220 * ms);
  });

  test('RFC 6298 § 5.4：数据丢了，隔一个 RTO 重发，晚到但不少', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    let dropped = 0;
    wire.network.intervention = (packet) =>
      packet.protocol === 'tcp' && packet.payload.length > 0 && ++dropped <= 2 ? { drop: true } : undefined;
    const start = wire.network.clock.now / ms;
    client.write(bytes('重要'));
    run(wire);
    const times = wire.log.filter((line) => line.includes(' C PA ')).map((line) => Number(line.split(' ')[0]) - start);
    expect(times).toEqual([0, 220, 660]);
    expect(readAll(server)).toBe('重要');
  });

  test('RFC 6298 § 3（Karn）：重发过的不用来测往返时间', () => {
    const wire = makeWire();
    const { client } = connected(wire);
    let dropped = 0;
    wire.network.intervention = (packet) =>
      packet.protocol === 'tcp' && packet.payload.length > 0 && ++dropped <= 1 ? { drop: true } : undefined;
    client.write(bytes('x'));
    run(wire);
    expect(client.rto.smoothed).toBe(20 * ms);
  });

  test('RFC 9293 § 3.8.3：一直没有确认，924.6 秒以后 ETIMEDOUT', () => {
    const wire = makeWire();
    const { client } = connected(wire);
    wire.network.setAllLinks({ down: true });
    client.write(bytes('x'));
    run(wire);
    expect(client.error).toBe(errno.ETIMEDOUT);
    expect(wire.log.length).toBeGreaterThanOrEqual(15);
  });

  test('链路断了又通：丢的一窗数据全部重发，一个字节不少', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    wire.network.setAllLinks({ down: true });
    client.write(bytes(40_000));
    run(wire, wire.network.clock.now / ms + 500);
    wire.network.setAllLinks({ down: false });
    run(wire);
    expect(readAll(server)).toHaveLength(40_000);
  });
});

describe('发送', () => {
  test('RFC 9293 § 3.7.1：切成 MSS 大小；写的结尾带 PSH，Linux 每一对的后一个也带', () => {
    const wire = makeWire();
    const { client } = connected(wire);
    client.write(bytes(3000));
    run(wire);
    expect(lengths(wire, 'C')).toEqual([1448, 1448, 104]);
    const flags = wire.log.filter((line) => line.includes(' C ') && !line.endsWith(' 0')).map((line) => line.split(' ')[2]);
    expect(flags).toEqual(['A', 'PA', 'PA']);
  });

  test('RFC 9293 § 3.7.4：Nagle 算法把后两次小的写攒成一个报文段', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    for (const word of ['1', '2', '3']) client.write(bytes(word));
    run(wire);
    expect(lengths(wire, 'C')).toEqual([1, 2]);
    expect(readAll(server)).toBe('123');
  });

  test('RFC 9293 § 3.7.4：TCP_NODELAY 一次写一个', () => {
    const wire = makeWire();
    const { client } = connected(wire);
    client.noDelay = true;
    for (const word of ['1', '2', '3']) client.write(bytes(word));
    run(wire);
    expect(lengths(wire, 'C')).toEqual([1, 1, 1]);
  });

  test('RFC 9293 § 3.7.4：只有小报文段没确认时才等，满的不算（Minshall）', () => {
    const wire = makeWire();
    const { client } = connected(wire);
    client.write(bytes(1448));
    client.write(bytes('尾'));
    expect(lengths(wire, 'C')).toEqual([1448, 3]);
  });

  test('RFC 9293 § 3.8.6：不超过对方的窗口；读走以后接着发', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    client.write(bytes(200_000));
    run(wire, wire.network.clock.now / ms + 100);
    expect(server.receiveQueue.unreadBytes).toBeLessThanOrEqual(65_535);
    let total = 0;
    for (let round = 0; round < 20; round += 1) {
      total += readAll(server).length;
      run(wire, wire.network.clock.now / ms + 100);
    }
    expect(total).toBe(200_000);
  });

  test('RFC 9293 § 3.8.6.1：零窗口，隔 RTO 探测，间隔加倍；窗口开了就停', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    client.write(bytes(100_000));
    run(wire, wire.network.clock.now / ms + 3000);
    expect(client.snd.wnd).toBe(0);
    const probes = wire.log.filter((line) => line.includes(' C A 0')).map((line) => Number(line.split(' ')[0]));
    expect(probes.length).toBeGreaterThanOrEqual(3);
    const gaps = probes.slice(1).map((time, index) => Math.round(time - probes[index]!));
    expect(gaps[1]! / gaps[0]!).toBeCloseTo(2, 1);
    let total = readAll(server).length;
    run(wire, wire.network.clock.now / ms + 500);
    total += readAll(server).length;
    expect(total).toBe(100_000);
    const before = wire.log.length;
    run(wire);
    expect(wire.log.length - before).toBeLessThan(3);
  });
});

describe('迟延确认', () => {
  const window = 65_535;

  test('RFC 9293 § 3.8.6.3：开头立刻确认；一问一答以后等 40 毫秒', () => {
    const ack = new DelayedAck();
    ack.received(0, 10, window, 220 * ms);
    expect(ack.isQuick).toBe(true);
    ack.ackSent();
    ack.dataSent(1 * ms);
    ack.received(100 * ms, 10, window, 220 * ms);
    expect(ack.isQuick).toBe(false);
    expect(ack.delay(20 * ms)).toBe(40 * ms);
  });

  test('RFC 5681 § 4.2：每两个满的报文段至少确认一次', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    server.delayedAck.finReceived(); // 进入 pingpong：不再立刻确认
    client.write(bytes(1448 * 4));
    run(wire);
    const acks = wire.log.filter((line) => line.includes(' S A 0'));
    expect(acks.length).toBeGreaterThanOrEqual(2);
    expect(acks.length).toBeLessThanOrEqual(3);
  });

  test('RFC 5681 § 4.2：乱序的立刻确认', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    server.delayedAck.finReceived();
    client.noDelay = true;
    let count = 0;
    wire.network.intervention = (packet) =>
      packet.protocol === 'tcp' && packet.payload.length > 0 && ++count === 1 ? { drop: true } : undefined;
    const start = wire.network.clock.now / ms;
    client.write(bytes('a'));
    client.write(bytes('b'));
    run(wire, start + 15);
    expect(wire.log.at(-1)).toBe(`${start + 10} S A 0`);
  });

  test('一问一答时确认搭应答的车：一来一回只有两个报文段', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    const exchange = () => {
      client.write(bytes('问'));
      run(wire, wire.network.clock.now / ms + 10);
      readAll(server);
      server.write(bytes('答'));
      run(wire, wire.network.clock.now / ms + 10);
      readAll(client);
    };
    exchange();
    wire.log.length = 0;
    exchange();
    expect(wire.log.map((line) => line.split(' ').slice(1).join(' '))).toEqual(['C PA 3', 'S PA 3']);
  });
});
