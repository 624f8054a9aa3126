import { describe, expect, test } from 'vitest';
import * as errno from '../../../lab/kernel/errno.ts';
import { bytes, connect, connected, listen, makeWire, readAll, run, type Wire } from './wire.ts';

const shape = (wire: Wire) => wire.log.map((line) => line.split(' ').slice(1).join(' '));
const later = (wire: Wire, milliseconds: number) => run(wire, wire.network.clock.now / 1000 + milliseconds);

describe('关闭连接', () => {
  test('RFC 9293 § 3.6 图 12：正常关闭，先关的一方 TIME_WAIT 60 秒', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    client.close();
    later(wire, 15);
    expect([client.state, server.state]).toEqual(['FIN_WAIT_1', 'CLOSE_WAIT']);
    server.close();
    later(wire, 15);
    expect([client.state, server.state]).toEqual(['TIME_WAIT', 'LAST_ACK']);
    const start = wire.network.clock.now;
    run(wire);
    expect([client.state, server.state]).toEqual(['CLOSED', 'CLOSED']);
    expect(wire.network.clock.now - start).toBeLessThanOrEqual(60_000_000);
    expect(shape(wire)).toEqual(['C FA 0', 'S FA 0', 'C A 0']);
  });

  test('RFC 9293 § 3.6.1：半关以后仍能收', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    client.shutdownWrite();
    later(wire, 100);
    expect([client.state, server.state]).toEqual(['FIN_WAIT_2', 'CLOSE_WAIT']);
    server.write(bytes('还有话'));
    later(wire, 100);
    expect(readAll(client)).toBe('还有话');
    server.close();
    later(wire, 100);
    expect(client.state).toBe('TIME_WAIT');
  });

  test('RFC 9293 § 3.6 图 13：同时关闭，双方都进 TIME_WAIT', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    client.close();
    server.close();
    later(wire, 15);
    expect([client.state, server.state]).toEqual(['CLOSING', 'CLOSING']);
    later(wire, 15);
    expect([client.state, server.state]).toEqual(['TIME_WAIT', 'TIME_WAIT']);
  });

  test('RFC 9293 § 3.6：最后的数据和 FIN 在同一个报文段里', () => {
    const wire = makeWire();
    const { client } = connected(wire);
    client.write(bytes('a'));
    client.write(bytes('尾'));
    client.shutdownWrite();
    later(wire, 100);
    expect(shape(wire).filter((line) => line.startsWith('C '))).toContain('C FPA 3');
  });

  test('RFC 2525 § 2.17：还有没读的数据就关，发 RST', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    client.write(bytes('没有人读'));
    later(wire, 50);
    server.close();
    later(wire, 50);
    expect(shape(wire).at(-1)).toBe('S RA 0');
    expect(client.error).toBe(errno.ECONNRESET);
  });

  test('RFC 1122 § 4.2.2.13：进程关了套接字以后又来数据，回 RST', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    server.close();
    later(wire, 50);
    client.write(bytes('晚了'));
    later(wire, 50);
    expect(shape(wire).at(-1)).toBe('S R 0');
    // 对方的 FIN 已经收到，所以是 EPIPE，不是 ECONNRESET
    expect(client.error).toBe(errno.EPIPE);
  });

  test('RFC 9293 § 3.9.1.6：ABORT 发 RST，不进 TIME_WAIT', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    client.abort();
    run(wire);
    expect(shape(wire)).toEqual(['C RA 0']);
    expect([client.state, server.error]).toEqual(['CLOSED', errno.ECONNRESET]);
  });

  test('RFC 9293 § 3.10.7.4：TIME_WAIT 里又收到 FIN，再答一次', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    let acks = 0;
    wire.network.intervention = (packet) => {
      const isLastAck = packet.protocol === 'tcp' && server.state === 'LAST_ACK' && packet.source.port === client.local.port;
      return isLastAck && ++acks === 1 ? { drop: true } : undefined;
    };
    client.close();
    later(wire, 15);
    server.close();
    later(wire, 1000);
    expect(server.state).toBe('CLOSED');
    expect(shape(wire)).toEqual(['C FA 0', 'S FA 0', 'C A 0', 'S FA 0', 'C A 0']);
  });

  test('RFC 9293 § 3.6.1：TIME_WAIT 里来了序号更大的 SYN，重新打开', () => {
    const wire = makeWire();
    wire.server.tcp.initialSequence = () => 1000;
    wire.client.tcp.initialSequence = () => 1000;
    const listener = listen(wire);
    const first = connect(wire);
    run(wire);
    const accepted = listener.accept()!;
    accepted.close();
    later(wire, 50);
    first.close();
    later(wire, 50);
    expect(accepted.state).toBe('TIME_WAIT');
    wire.client.tcp.initialSequence = () => 90_000;
    const again = wire.client.tcp.connect(first.local, first.remote, 'again', { changed() {} });
    later(wire, 50);
    expect(again.state).toBe('ESTABLISHED');
  });

  test('Linux：进程不在了，对方一直不发 FIN，FIN_WAIT_2 只等 60 秒', () => {
    const wire = makeWire();
    const { client } = connected(wire);
    client.close();
    later(wire, 1000);
    expect(client.state).toBe('FIN_WAIT_2');
    later(wire, 60_000);
    expect(client.state).toBe('CLOSED');
  });

  test('端口：连接没有了才还，TIME_WAIT 也占着', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    const used = () => wire.client.tcp.ports.snapshot().holders.map((holder) => holder.port);
    client.close();
    server.close();
    later(wire, 100);
    expect(used()).toEqual([client.local.port]);
    run(wire);
    expect(used()).toEqual([]);
  });

  test('监听者关了：排着队没有人要的连接收到 RST', () => {
    const wire = makeWire();
    const listener = listen(wire);
    const client = connect(wire);
    run(wire);
    wire.server.tcp.closeListener(listener);
    run(wire);
    expect(client.error).toBe(errno.ECONNRESET);
  });
});
