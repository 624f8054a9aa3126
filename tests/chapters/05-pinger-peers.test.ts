import { describe, expect, test, type TestContext } from 'vitest';
import { fates, parseFaults } from '../../chapters/05-pinger/faults.ts';
import { unusedPort } from '../../kit/port.ts';
import type { Program } from '../../kit/program.ts';
import { needs, python } from '../support/peers.ts';
import { expectSuccess, launch, run } from '../support/programs.ts';

const textbook = 'chapters/05-pinger/steps/0-note';
const faults = 'loss=30,seed=4';

/** 种子 4 丢掉的是哪几个：服务端用的就是这一份算术。 */
const lost = numbered((draw) => draw.lost);

describe.concurrent('05-pinger：与别家的程序说得上话', () => {
  test('Python 的 pinger 问我们的服务端：丢的恰好是种子说的那几个', async (context) => {
    const serving = run(context, 'chapters/05-pinger/server.ts', [0, '127.0.0.1', faults]);
    const asking = python(context, `${textbook}/client.py`, [await serving.port()]);
    await expectSuccess(asking);
    expect(numbers(asking, /^第 (\d+) 个：超时$/gm)).toEqual(lost);
    expect(numbers(asking, /^第 (\d+) 个：往返 [\d.]+ 毫秒，应答是「PING \1 [\d.]+」$/gm)).toEqual(numbered((draw) => !draw.lost));
  });

  test('我们的 pinger 问 Python 的服务端：收到的加上丢的，一个不少', async (context) => {
    const serving = python(context, `${textbook}/server.py`, [0, 3]);
    const [, port] = await serving.says(/端口 (\d+)/);
    const asking = run(context, 'chapters/05-pinger/client.ts', [port!, '127.0.0.1', 20]);
    await expectSuccess(asking);
    const [received, timedOut] = [numbers(asking, /^第 (\d+) 个：往返 [\d.]+ 毫秒$/gm), numbers(asking, /^第 (\d+) 个：超时/gm)];
    expect([...received, ...timedOut].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(timedOut.length).toBeGreaterThan(0);
    expect(asking.stdout).toContain(`寄出 10 个，收到 ${received.length} 个，丢失 ${timedOut.length * 10}%；迟到 0 个，重复 0 个\n`);
  });

  test('教科书的 pinger 也信了慢一拍的服务端：Python 写的错得一样', async (context) => {
    const serving = run(context, 'chapters/05-pinger/steps/1-late/server.ts', [0]);
    const asking = python(context, `${textbook}/client.py`, [await serving.port()]);
    await expectSuccess(asking);
    const credited = [...asking.stdout.matchAll(/^第 (\d+) 个：往返 .*「PING (\d+) /gm)].map(([, asked, answered]) => Number(asked) - Number(answered));
    expect(credited).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });
});

// 抓包的程序站在程序与程序之间，它看到的是真的上了路的报文。
describe.concurrent('05-pinger：tcpdump 看到的', () => {
  test('十个请求都上了路，丢的那几个没有应答：丢在服务端手里，客户端分不出来', async (context) => {
    const serving = run(context, 'chapters/05-pinger/server.ts', [0, '127.0.0.1', faults]);
    const port = await serving.port();
    const capture = await captured(context, `udp port ${port}`);
    await expectSuccess(run(context, 'chapters/05-pinger/client.ts', [port, '127.0.0.1', 20]));
    await capture.says(/ping 10 [\d.]+/);
    expect(numbers(capture, /ping (\d+) [\d.]+/g)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await capture.says(/PING 10 [\d.]+/);
    expect(numbers(capture, /PING (\d+) [\d.]+/g)).toEqual(numbered((draw) => !draw.lost));
  });

  test('没有服务端：对方的内核寄来 ICMP「端口不可达」，那就是 ECONNREFUSED 的由来', async (context) => {
    const port = await unusedPort();
    const capture = await captured(context, `icmp or udp port ${port}`);
    const asking = run(context, 'chapters/05-pinger/client.ts', [port, '127.0.0.1', 20]);
    await capture.says(`ICMP 127.0.0.1 udp port ${port} unreachable`);
    await asking.says('ECONNREFUSED');
  });
});

/** 开始抓 `filter`；没有 tcpdump、没有权限，就跳过。 */
async function captured(context: TestContext, filter: string): Promise<Program> {
  if (process.platform !== 'linux') context.skip('各系统的回环接口名字不同，只在 Linux 上测');
  needs(context, 'tcpdump');
  const capture = launch(context, 'tcpdump', ['-i', 'lo', '-n', '-l', '-A', '--immediate-mode', ...filter.split(' ')]);
  await capture.until(() => capture.exited !== undefined || capture.stderr.includes('listening on lo'), 'tcpdump 开始抓包').catch(() => {});
  if (capture.exited) context.skip('抓包需要 root 权限');
  return capture;
}

/** 十个 ping 里，命运合乎 `wanted` 的是第几个。 */
function numbered(wanted: (fate: { lost: boolean }) => boolean): number[] {
  const draw = fates(parseFaults(faults, (message) => {
    throw new Error(message);
  }));
  return Array.from({ length: 10 }, (_, index) => index + 1).filter(() => wanted(draw.next().value));
}

function numbers(program: Program, pattern: RegExp): number[] {
  return [...program.stdout.matchAll(pattern)].map(([, number]) => Number(number));
}
