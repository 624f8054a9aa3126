import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { blankComments } from '../../../.vitepress/lab/comments.ts';
import { editable, explainCompile, findCrash } from '../../../.vitepress/theme/lab/model/diagnose.ts';
import { firstNumbers, openEnvelope } from '../../../.vitepress/theme/lab/model/envelope.ts';
import { speeds, wallMs } from '../../../.vitepress/theme/lab/model/pace.ts';
import { formatTime, payloadText, sentence } from '../../../.vitepress/theme/lab/model/words.ts';
import { CompileError, compileModule } from '../../../lab/compile.ts';
import type { Packet, TcpSegment } from '../../../lab/index.ts';

const [slow, brisk, real] = speeds as [(typeof speeds)[0], (typeof speeds)[0], (typeof speeds)[0]];
const client = { address: '10.0.0.1', port: 40000 };
const server = { address: '10.0.0.2', port: 12000 };
const bytes = (text: string) => new TextEncoder().encode(text);
const udp: Packet = { protocol: 'udp', source: client, destination: server, payload: bytes('中') };
const segment = (changes: Partial<TcpSegment>): TcpSegment => ({ protocol: 'tcp', source: client, destination: server, flags: {}, seq: 0, ack: 0, window: 65535, payload: bytes(''), ...changes });

describe('快慢', () => {
  test('报文走一趟，慢的一秒，快的 0.3 秒，真的就是真的', () => {
    const trip = { gap: 20_000, flying: true, trip: 20_000 };
    expect([slow, brisk, real].map((speed) => wallMs(trip, speed))).toEqual([1000, 300, 20]);
  });

  test('没有报文在路上：一眨眼的不等，再久也只等一秒上下', () => {
    const idle = (gap: number) => wallMs({ gap, flying: false, trip: 20_000 }, slow);
    expect(idle(300)).toBe(0);
    expect(idle(3_000_000)).toBeLessThanOrEqual(1200);
    expect(idle(9_000_000)).toBe(1200);
  });

  test('走得远的多花时间，可是不照比例', () => {
    const trips = [1, 2, 26].map((times) => wallMs({ gap: times * 20_000, flying: true, trip: 20_000 }, slow));
    expect(trips[1]).toBe(1500);
    expect(trips[2]).toBeLessThan(4000);
  });
});

describe('拆开一个报文', () => {
  test('UDP：目的是程序写的，源是系统写的；字节和字都在', () => {
    const envelope = openEnvelope(udp, { seq: 0, ack: 0 });
    expect(envelope).toMatchObject({ protocol: 'UDP 报文', bytes: 3, text: '中', hex: 'e4 b8 ad' });
    expect(envelope.fields.map(({ name, by }) => `${name} ${by}`)).toEqual(['源 sys', '目的 app', '长度 sys']);
  });

  test('TCP：序号从各自的 SYN 数起', () => {
    const all = [segment({ flags: { syn: true }, seq: 1000 }), segment({ source: server, destination: client, flags: { syn: true, ack: true }, seq: 4_294_967_290, ack: 1001 })];
    const data = segment({ flags: { ack: true, psh: true }, seq: 1001, ack: 5, payload: bytes('hi\n') });
    const fields = openEnvelope(data, firstNumbers(data, all)).fields;
    expect(Object.fromEntries(fields.map(({ name, value }) => [name, value]))).toMatchObject({ 标志: 'ACK', 序号: '1', 确认号: '11' });
  });
});

describe('说成中文', () => {
  test('时间', () => {
    expect([20_000, 1_500, 3_000_000, 60_000_000, 3_600_900_000].map(formatTime)).toEqual(['20 毫秒', '1.5 毫秒', '3 秒', '60 秒', '1 小时']);
  });

  test('看不见的字符也看得见', () => {
    expect(payloadText(bytes('a\n\u0001'))).toBe('a↵·');
  });

  test('一件事一句话', () => {
    const titles = { a: '客户端', b: '服务端' };
    expect(sentence({ kind: 'sent', time: 0, id: 1, from: 'a', to: 'b', packet: udp, arrivals: [], dropped: 'loss', fragments: 1 }, titles)).toBe('客户端寄往服务端：UDP，端口 40000 到 12000，3 字节「中」。丢在路上');
    expect(sentence({ kind: 'arrived', time: 0, id: 1, host: 'b', result: 'no-socket' }, titles)).toBe('第 1 个到了服务端，没有套接字要它');
  });
});

describe('错在哪一行', () => {
  const compileFault = (source: string) => {
    try {
      compileModule('server.ts', source);
    } catch (error) {
      if (error instanceof CompileError) return explainCompile(error.message);
    }
    throw new Error('居然编译得了');
  };

  test.each([
    ['const a = 1;\nconst b = a +;\n', 2, '读不下去了'],
    ["\n\nconst s = 'abc;\n", 3, '少了一个引号'],
    ['const a = 1；\n', 1, '全角'],
    ['function f() {\n  return 1;\n', 3, '括号'],
  ])('%j', (source, line, words) => {
    const fault = compileFault(source);
    expect(fault).toMatchObject({ file: 'server.ts', line });
    expect(fault.text).toContain(words);
  });

  test('运行时的错：从标准错误里找出行号', () => {
    const stderr = 'ReferenceError: foo is not defined\n    at inner (node:net:1:1)\n    at server.ts:3:1\n';
    expect(findCrash(stderr, ['server.ts'])).toEqual({ file: 'server.ts', line: 3, text: '没有叫 foo 的东西。' });
    expect(findCrash('端口 12000 已被别的程序占用。', ['server.ts'])).toBeUndefined();
  });

  test('给人改的源码里没有区段的记号', () => {
    expect(editable(readFileSync('chapters/01-udp/server.ts', 'utf8'))).not.toContain('#region');
  });
});

test('去掉注释：行数不变，字符串里的「//」还在', () => {
  const source = "// 一\nconst url = 'http://x'; /* 二\n三 */\nconst text = `a // ${url} // b`;\n";
  expect(blankComments(source)).toBe("\nconst url = 'http://x'; \n\nconst text = `a // ${url} // b`;\n");
});
