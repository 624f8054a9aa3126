import { describe, expect, test } from 'vitest';
import * as errno from '../../../lab/kernel/errno.ts';
import { bindUdp, bytes, CLIENT, makeWire, run, SERVER } from './wire.ts';

describe('UDP', () => {
  test('RFC 768：一次发送是一个报文，边界不变，内容不变', () => {
    const wire = makeWire();
    const server = bindUdp(wire.server, '0.0.0.0', 5000);
    const client = bindUdp(wire.client, '0.0.0.0', 0);
    client.send({ address: SERVER, port: 5000 }, bytes('甲'));
    client.send({ address: SERVER, port: 5000 }, bytes(''));
    run(wire);
    const first = server.take()!;
    expect(first.source).toEqual({ address: CLIENT, port: client.holder.port });
    expect(Buffer.from(first.payload).toString()).toBe('甲');
    expect(server.take()!.payload).toHaveLength(0);
    expect(server.take()).toBeUndefined();
  });

  test('RFC 1122 § 4.1.3.1：没有人听的端口，回端口不可达；没有 connect 的听不到', () => {
    const wire = makeWire();
    const client = bindUdp(wire.client, '0.0.0.0', 0);
    client.send({ address: SERVER, port: 5000 }, bytes('有人吗'));
    run(wire);
    expect(wire.packets.map((packet) => packet.protocol)).toEqual(['udp', 'icmp']);
    expect([client.takeError(), client.take()]).toEqual([0, undefined]);
  });

  test('RFC 1122 § 4.1.3.3：connect 过的得到 ECONNREFUSED，只得一次', () => {
    const wire = makeWire();
    const client = bindUdp(wire.client, '0.0.0.0', 0);
    client.peer = { address: SERVER, port: 5000 };
    client.send(client.peer, bytes('有人吗'));
    run(wire);
    expect(client.takeError()).toBe(errno.ECONNREFUSED);
    expect(client.takeError()).toBe(0);
  });

  test('connect 过的只收对方的；connect 以前到的还在', () => {
    const wire = makeWire();
    const client = bindUdp(wire.client, '0.0.0.0', 0);
    const [peer, stranger] = [bindUdp(wire.server, '0.0.0.0', 5000), bindUdp(wire.server, '0.0.0.0', 5001)];
    const home = { address: CLIENT, port: client.holder.port };
    stranger.send(home, bytes('早到'));
    run(wire);
    client.peer = { address: SERVER, port: 5000 };
    stranger.send(home, bytes('晚到'));
    peer.send(home, bytes('正主'));
    run(wire);
    const got = [client.take(), client.take(), client.take()].map((one) => one && Buffer.from(one.payload).toString());
    expect(got).toEqual(['早到', '正主', undefined]);
  });

  test.each([
    [1, 256],
    [100, 256],
    [1000, 92],
    [8000, 12],
  ])('接收缓冲区 212992 字节装得下 %d 字节的报文 %d 个，与 Linux 相同', (size, expected) => {
    const wire = makeWire();
    const server = bindUdp(wire.server, '0.0.0.0', 5000);
    const client = bindUdp(wire.client, '0.0.0.0', 0);
    for (let index = 0; index < 300; index += 1) client.send({ address: SERVER, port: 5000 }, bytes(size));
    run(wire);
    let count = 0;
    while (server.take()) count += 1;
    expect(count).toBe(expected);
  });

  test('RFC 768、RFC 791 § 3.1：IPv4 最多 65507 字节；RFC 8200 § 3：IPv6 最多 65527 字节', () => {
    const wire = makeWire();
    const v4 = bindUdp(wire.client, '0.0.0.0', 0);
    expect(v4.send({ address: SERVER, port: 9 }, bytes(65_507))).toBe(0);
    expect(v4.send({ address: SERVER, port: 9 }, bytes(65_508))).toBe(errno.EMSGSIZE);
    const v6 = bindUdp(wire.client, '::', 0);
    expect(v6.send({ address: 'fd00::2', port: 9 }, bytes(65_527))).toBe(0);
    expect(v6.send({ address: 'fd00::2', port: 9 }, bytes(65_528))).toBe(errno.EMSGSIZE);
  });

  test('RFC 1122 § 4.1.3.5：服务端绑 0.0.0.0，问的是 127.0.0.2，答的是 127.0.0.1', () => {
    const wire = makeWire();
    const server = bindUdp(wire.server, '0.0.0.0', 5000);
    const client = bindUdp(wire.server, '127.0.0.1', 0);
    client.send({ address: '127.0.0.2', port: 5000 }, bytes('问'));
    run(wire);
    server.send(server.take()!.source, bytes('答'));
    run(wire);
    expect(client.take()!.source.address).toBe('127.0.0.1');
  });

  test('RFC 6724 § 5：没有同族的地址就没有路；绑在回环上的发不出去', () => {
    const wire = makeWire();
    const lonely = wire.network.addHost('v4', ['10.9.0.1']);
    expect(bindUdp(lonely, '::', 0).send({ address: 'fd00::2', port: 9 }, bytes('x'))).toBe(errno.ENETUNREACH);
    expect(bindUdp(wire.client, '127.0.0.1', 0).send({ address: SERVER, port: 9 }, bytes('x'))).toBe(errno.EINVAL);
  });

  test('广播要先得到许可；得到以后每台主机一份', () => {
    const wire = makeWire();
    const server = bindUdp(wire.server, '0.0.0.0', 5000);
    const client = bindUdp(wire.client, '0.0.0.0', 0);
    const everyone = { address: '255.255.255.255', port: 5000 };
    expect(client.send(everyone, bytes('喂'))).toBe(errno.EACCES);
    client.broadcast = true;
    expect(client.send(everyone, bytes('喂'))).toBe(0);
    run(wire);
    expect(server.take()).toBeDefined();
  });

  test('越具体的套接字越优先', () => {
    const wire = makeWire();
    const specific = bindUdp(wire.server, SERVER, 5000);
    const client = bindUdp(wire.client, '0.0.0.0', 0);
    client.send({ address: SERVER, port: 5000 }, bytes('x'));
    run(wire);
    expect(specific.take()).toBeDefined();
  });

  test('在路上的报文可以丢掉、推迟、复制', () => {
    const wire = makeWire();
    const server = bindUdp(wire.server, '0.0.0.0', 5000);
    const client = bindUdp(wire.client, '0.0.0.0', 0);
    const to = { address: SERVER, port: 5000 };
    for (const word of ['丢', '迟', '双']) client.send(to, bytes(word));
    const [first, second, third] = wire.network.inFlight();
    wire.network.dropInFlight(first!.id);
    wire.network.delayInFlight(second!.id, 5000);
    wire.network.duplicateInFlight(third!.id);
    run(wire);
    const got = [1, 2, 3, 4].map(() => server.take()).map((one) => one && Buffer.from(one.payload).toString());
    expect(got).toEqual(['双', '双', '迟', undefined]);
  });
});
