import { describe, expect, test } from 'vitest';
import * as errno from '../../../lab/kernel/errno.ts';
import { EMPTY, type TcpSegment } from '../../../lab/kernel/packet.ts';
import { bytes, CLIENT, connect, connected, listen, makeWire, readAll, run, SERVER } from './wire.ts';

describe('建立连接', () => {
  test('RFC 9293 § 3.5 图 6：三次握手', () => {
    const wire = makeWire();
    const listener = listen(wire);
    const client = connect(wire);
    run(wire, 25);
    expect(wire.log).toEqual(['0 C S 0', '10 S SA 0', '20 C A 0']);
    expect(client.state).toBe('ESTABLISHED');
    expect(listener.acceptQueue).toHaveLength(0);
    run(wire);
    expect(listener.acceptQueue.map((one) => one.state)).toEqual(['ESTABLISHED']);
  });

  test('RFC 9293 § 3.5：最后的 ACK 丢了，客户端已连接，服务端还是 SYN_RECEIVED；重发 SYN-ACK 补上', () => {
    const wire = makeWire();
    const listener = listen(wire);
    let acks = 0;
    wire.network.intervention = (packet) => {
      const isAck = packet.protocol === 'tcp' && !packet.flags.syn && packet.source.address === CLIENT;
      return isAck && ++acks === 1 ? { drop: true } : undefined;
    };
    const client = connect(wire);
    run(wire, 900);
    expect(client.state).toBe('ESTABLISHED');
    expect([...listener.handshaking].map((one) => one.state)).toEqual(['SYN_RECEIVED']);
    run(wire);
    expect(listener.acceptQueue).toHaveLength(1);
    expect(wire.log).toContain('1010 S SA 0');
  });

  test('RFC 9293 § 3.10.7.1：没有人监听，回 RST；§ 3.10.7.3：连接被拒绝', () => {
    const wire = makeWire();
    const client = connect(wire);
    run(wire);
    expect(wire.log).toEqual(['0 C S 0', '10 S RA 0']);
    expect(client.error).toBe(errno.ECONNREFUSED);
    expect(client.state).toBe('CLOSED');
  });

  test('RFC 9293 § 3.5 图 7：同时打开', () => {
    const wire = makeWire();
    const local = { address: CLIENT, port: 2000 };
    const remote = { address: SERVER, port: 3000 };
    const a = wire.client.tcp.connect(local, remote, 'a', { changed() {} });
    const b = wire.server.tcp.connect(remote, local, 'b', { changed() {} });
    run(wire);
    expect([a.state, b.state]).toEqual(['ESTABLISHED', 'ESTABLISHED']);
    expect(wire.log.filter((line) => line.includes(' SA '))).toHaveLength(2);
  });

  test('backlog 为 2 的队列装得下 3 个；满了不作声', () => {
    const wire = makeWire();
    const listener = listen(wire, 2);
    const clients = [1, 2, 3].map(() => connect(wire));
    run(wire, 100);
    expect(listener.acceptQueue).toHaveLength(3);
    const late = connect(wire);
    run(wire, 900);
    expect(late.state).toBe('SYN_SENT');
    expect(late.error).toBe(0);
    expect(clients.map((one) => one.state)).toEqual(['ESTABLISHED', 'ESTABLISHED', 'ESTABLISHED']);
    listener.accept();
    run(wire, 3000);
    expect(late.state).toBe('ESTABLISHED');
  });

  test('Linux：SYN 丢了，隔 1、1、1、1、1、2、4……秒重发，131 秒后 ETIMEDOUT', () => {
    const wire = makeWire();
    wire.network.setAllLinks({ down: true });
    const client = connect(wire);
    run(wire);
    const seconds = wire.log.map((line) => Number(line.split(' ')[0]) / 1000);
    expect(seconds).toEqual([0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67]);
    expect(client.error).toBe(errno.ETIMEDOUT);
    expect(wire.network.clock.now).toBe(131_000_000);
  });

  test('RFC 9293 § 3.7.1：MSS 取双方小的一个', () => {
    const wire = makeWire();
    wire.network.setLink('server', 'client', { mtu: 1000 });
    const { client, server } = connected(wire);
    expect([client.mss, server.mss]).toEqual([948, 948]);
  });

  test('RFC 5961 § 4：已同步的连接上来 SYN，只答一个 ACK', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    wire.client.send({ ...bare(client.local, client.remote), flags: { syn: true }, seq: client.snd.nxt });
    run(wire);
    expect(wire.log[1]).toMatch(/ S A 0$/);
    expect(server.state).toBe('ESTABLISHED');
  });

  test('RFC 5961 § 3：RST 的序号不是正好，不算数', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    const forged = { ...bare(client.local, client.remote), flags: { rst: true }, seq: client.snd.nxt + 100 };
    wire.client.send(forged);
    run(wire);
    expect(server.state).toBe('ESTABLISHED');
    wire.client.send({ ...forged, seq: client.snd.nxt });
    run(wire);
    expect(server.error).toBe(errno.ECONNRESET);
  });

  test('RFC 9293 § 3.10.7.4：先到的报文段留着，补齐再交', () => {
    const wire = makeWire();
    const { client, server } = connected(wire);
    let count = 0;
    wire.network.intervention = (packet) =>
      packet.protocol === 'tcp' && packet.payload.length > 0 && ++count === 1 ? { delay: 5000 } : undefined;
    client.noDelay = true;
    client.write(bytes('先'));
    client.write(bytes('后'));
    run(wire);
    expect(readAll(server)).toBe('先后');
  });
});

function bare(source: TcpSegment['source'], destination: TcpSegment['source']): TcpSegment {
  return { protocol: 'tcp', source, destination, flags: {}, seq: 0, ack: 0, window: 1000, payload: EMPTY };
}
