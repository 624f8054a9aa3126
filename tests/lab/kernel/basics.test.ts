import { describe, expect, test } from 'vitest';
import { bytesOfV6, mapped, parseAddress, unmapped } from '../../../lab/kernel/address.ts';
import { VirtualClock } from '../../../lab/kernel/clock.ts';
import { defaultLink, fragmentCount, Link } from '../../../lab/kernel/link.ts';
import { Random } from '../../../lab/kernel/random.ts';
import { PortTable } from '../../../lab/kernel/ports.ts';
import * as errno from '../../../lab/kernel/errno.ts';
import { holder } from './wire.ts';

describe('虚拟时钟', () => {
  test('先按时间，时间相同按约定的先后', () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    for (const [name, time] of [['丙', 20], ['甲', 10], ['丁', 20], ['乙', 10]] as const) {
      clock.at(time, () => order.push(name));
    }
    while (clock.nextTime() !== undefined) clock.runNext();
    expect(order.join('')).toBe('甲乙丙丁');
    expect(clock.now).toBe(20);
  });

  test('一千件事乱序约好，仍按次序做；取消的不做', () => {
    const clock = new VirtualClock();
    const random = new Random(3, '时钟');
    const done: number[] = [];
    for (let index = 0; index < 1000; index += 1) {
      const time = random.below(100);
      const timer = clock.at(time, () => done.push(time));
      if (index % 10 === 0) clock.cancel(timer);
    }
    while (clock.nextTime() !== undefined) clock.runNext();
    expect(done).toHaveLength(900);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  test('时间必须是整数', () => {
    expect(() => new VirtualClock().at(0.5, () => {})).toThrow('整数');
  });
});

describe('随机数', () => {
  test('同一个种子和用途是同一串数，用途不同就不同', () => {
    const take = (seed: number, purpose: string) => {
      const random = new Random(seed, purpose);
      return [random.uint32(), random.uint32(), random.uint32()];
    };
    expect(take(7, '链路')).toEqual(take(7, '链路'));
    expect(take(7, '链路')).not.toEqual(take(7, '序号'));
    expect(take(7, '链路')).not.toEqual(take(8, '链路'));
  });

  test('概率 0.3 掷一万次，大约三千次', () => {
    const random = new Random(1, '骰子');
    let hits = 0;
    for (let index = 0; index < 10_000; index += 1) hits += random.chance(0.3) ? 1 : 0;
    expect(Math.abs(hits - 3000)).toBeLessThan(150);
  });
});

describe('地址', () => {
  test.each([
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['::', '::'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['::FFFF:0a00:1', '::ffff:10.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
    ['010.0.0.1', undefined],
    ['1.2.3', undefined],
    ['::1::', undefined],
    ['1.2.3.4::', undefined],
    ['::1]/x', undefined],
    ['fe80::1%eth0', 'fe80::1'],
    ['localhost', undefined],
  ])('RFC 5952 § 4：%s → %s', (input, expected) => {
    expect(parseAddress(input)).toBe(expected);
  });

  test('RFC 4291 § 2.5.6：fe80:: 开头的链路本地地址，头两个字节是 fe 80；写法不对就没有', () => {
    expect([...bytesOfV6('fe80::1%eth0')!]).toEqual([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(bytesOfV6('::ffff:10.0.0.1')!.slice(10)).toEqual(Uint8Array.of(0xff, 0xff, 10, 0, 0, 1));
    expect(bytesOfV6('fe80:')).toBeUndefined();
  });

  test('RFC 4291 § 2.5.5.2：IPv4 映射地址', () => {
    expect(mapped('10.0.0.1')).toBe('::ffff:10.0.0.1');
    expect(unmapped('::ffff:10.0.0.1')).toBe('10.0.0.1');
    expect(unmapped('::1')).toBe('::1');
  });
});

describe('链路', () => {
  const make = (changes: Partial<typeof defaultLink>) => new Link({ ...defaultLink, ...changes }, new Random(1, '链路'));
  const arrival = (link: Link, now: number, size = 100) => {
    const passage = link.carry(now, size, 20);
    return passage.dropped ?? passage.arrivals[0];
  };

  test('只有时延：晚这么久到', () => {
    expect(arrival(make({ delay: 5000 }), 100)).toBe(5100);
  });

  test('带宽：1000 字节在 1 Mbit/s 上要 8 毫秒，后一个排在前一个后面', () => {
    const link = make({ delay: 0, bandwidth: 1_000_000 });
    expect(arrival(link, 0, 980)).toBe(8000);
    expect(arrival(link, 0, 980)).toBe(16_000);
    expect(arrival(link, 100_000, 980)).toBe(108_000);
  });

  test('队列满了就丢：正在发一个，排两个，第四个丢', () => {
    const link = make({ bandwidth: 1_000_000, queueLimit: 2 });
    const fates = [1, 2, 3, 4].map(() => arrival(link, 0, 980));
    expect(fates[3]).toBe('queue-full');
    expect(fates.slice(0, 3)).not.toContain('queue-full');
  });

  test('抖动不改次序，乱序才改', () => {
    const steady = make({ jitter: 10_000 });
    const times = Array.from({ length: 50 }, (_, index) => arrival(steady, index) as number);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const mixed = make({ reorder: 0.3, reorderBy: 5000 });
    const shuffled = Array.from({ length: 50 }, (_, index) => arrival(mixed, index) as number);
    expect(shuffled).not.toEqual([...shuffled].sort((a, b) => a - b));
  });

  test('断开的链路什么也不过，复制的链路到两份', () => {
    expect(arrival(make({ down: true }), 0)).toBe('down');
    expect(make({ duplicate: 1 }).carry(0, 10, 20)).toMatchObject({ arrivals: [20_000, 20_000] });
  });

  test('RFC 791 § 3.2：3008 字节在 1500 的 MTU 上分成三片，每片 1480 字节', () => {
    expect(fragmentCount(1480, 1500, 20)).toBe(1);
    expect(fragmentCount(1481, 1500, 20)).toBe(2);
    expect(fragmentCount(3008, 1500, 20)).toBe(3);
    expect(make({}).carry(0, 3008, 20)).toMatchObject({ fragments: 3 });
  });
});

describe('端口表', () => {
  const table = (protocol: 'udp' | 'tcp') => new PortTable(protocol, { holders: [], cursor: 40_000 });

  test('临时端口从游标之后依次分配，到头就绕回来', () => {
    const ports = new PortTable('udp', { holders: [], cursor: 60_998 });
    const got = [1, 2, 3].map(() => {
      const wanted = holder('0.0.0.0', 0);
      ports.claim(wanted);
      return wanted.port;
    });
    expect(got).toEqual([60_999, 32_768, 32_769]);
  });

  test.each([
    ['0.0.0.0', '127.0.0.1', errno.EADDRINUSE],
    ['127.0.0.1', '10.0.0.1', 0],
    ['::', '0.0.0.0', errno.EADDRINUSE],
    ['::', '127.0.0.1', errno.EADDRINUSE],
    ['::1', '127.0.0.1', 0],
    ['::1', '::', errno.EADDRINUSE],
  ])('%s 占着端口，再绑 %s → %d', (first, second, expected) => {
    const ports = table('udp');
    expect(ports.claim(holder(first, 5000))).toBe(0);
    expect(ports.claim(holder(second, 5000))).toBe(expected);
  });

  test('RFC 3493 § 5.3：设了 V6ONLY 的 :: 不占 IPv4', () => {
    const ports = table('tcp');
    expect(ports.claim(holder('::', 5000, { v6Only: true }))).toBe(0);
    expect(ports.claim(holder('0.0.0.0', 5000))).toBe(0);
  });

  test('SO_REUSEADDR：UDP 双方同意就能共用；TCP 有人监听就不能', () => {
    const udp = table('udp');
    expect(udp.claim(holder('0.0.0.0', 5000, { reuse: true }))).toBe(0);
    expect(udp.claim(holder('0.0.0.0', 5000, { reuse: true }))).toBe(0);
    expect(udp.claim(holder('0.0.0.0', 5000))).toBe(errno.EADDRINUSE);
    const tcp = table('tcp');
    expect(tcp.claim(holder('0.0.0.0', 5000, { reuse: true, listening: true }))).toBe(0);
    expect(tcp.claim(holder('0.0.0.0', 5000, { reuse: true }))).toBe(errno.EADDRINUSE);
  });

  test('1024 以下的端口要特权', () => {
    expect(table('udp').claim(holder('0.0.0.0', 53))).toBe(errno.EACCES);
  });
});
