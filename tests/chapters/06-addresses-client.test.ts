import { describe, expect, test, type TestContext } from 'vitest';
import { programCommand } from '../../kit/compiled.ts';
import { unusedPort } from '../../kit/port.ts';
import { hasCommand } from '../../kit/transcript/files.ts';
import { bindTo, needsIPv6, onlyLinux, unknownHost } from '../support/addresses.ts';
import { skipUnless } from '../support/peers.ts';
import { expectOneLine, expectSuccess, launch, needsSignals, run } from '../support/programs.ts';
import { listen } from '../support/tcp.ts';

const client = 'chapters/06-addresses/client.ts';
const server = 'chapters/06-addresses/server.ts';

/** 探子打印的，一行一个；表格里的空格压成一个。 */
async function probe(context: TestContext, ...args: (string | number)[]): Promise<string[]> {
  const program = run(context, client, args);
  await expectSuccess(program);
  return program.stdout.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
}

/** 表里以 `head` 开头的一行，去掉开头。 */
function row(lines: readonly string[], head: string): string | undefined {
  return lines.find((line) => line.startsWith(`${head} `))?.slice(head.length + 1);
}

const tried: [letter: string, address: string, ipv6Only: boolean][] = [
  ['A 127.0.0.1', '127.0.0.1', false],
  ['B 0.0.0.0', '0.0.0.0', false],
  ['C ::1', '::1', false],
  ['D ::', '::', false],
  ['E :: ipv6Only', '::', true],
  ['F ::ffff:127.0.0.1', '::ffff:127.0.0.1', false],
];

describe.concurrent('06-addresses：探子', () => {
  test('绑定的一张表，与测试自己绑定的结果一格不差', async (context) => {
    needsIPv6(context);
    const lines = await probe(context, await unusedPort());
    const ours: string[][] = [];
    for (const first of tried) {
      const port = await unusedPort();
      const cells: string[] = [];
      for (const second of tried) {
        const one = await bindTo(context, port, first[1], first[2]);
        const other = await bindTo(context, port, second[1], second[2]);
        cells.push(typeof other === 'string' ? { EADDRINUSE: '占' }[other] ?? other : '行');
        for (const each of [one, other]) if (typeof each !== 'string') await new Promise((resolve) => each.close(resolve));
      }
      ours.push(cells);
    }
    expect(tried.map(([head]) => row(lines, head))).toEqual(ours.map((cells) => cells.join(' ')));
  });

  test('看门的不在：说没有人监听，照样打完三张表', async (context) => {
    const lines = await probe(context, await unusedPort());
    expect(row(lines, '127.0.0.1')).toBe('没有人监听（ECONNREFUSED）');
    expect(row(lines, 'localhost')).toContain('127.0.0.1');
    expect(tried.filter(([head]) => row(lines, head) === undefined)).toEqual([]);
  });

  test('写名字：多查一行，也从名字敲一次，说出敲过哪些地址', async (context) => {
    const guard = run(context, server, [0]);
    const lines = await probe(context, await guard.port(), 'localhost');
    const knocked = lines.filter((line) => line.startsWith('localhost '))[1];
    expect(knocked).toMatch(/^localhost 敲 (?:::1→)?127\.0\.0\.1：开了，敲的是 127\.0\.0\.1，来自 127\.0\.0\.1$/);
  });

  test('名字查不到：那一行说查不到，别的照样', async (context) => {
    const guard = run(context, server, [0]);
    const lines = await probe(context, await guard.port(), unknownHost);
    expect(row(lines, unknownHost)).toMatch(/^查不到地址/);
    expect(row(lines, '127.0.0.1')).toBe('开了，敲的是 127.0.0.1，来自 127.0.0.1');
  });

  test('门里的人一句话也不说：等三秒，不会一直等', async (context) => {
    const { port } = await listen(context);
    const lines = await probe(context, port);
    expect(row(lines, '127.0.0.1')).toBe('等了 3 秒，没有等到一句话');
  });

  test('按 Ctrl-C 随时可以走，退出码 0', async (context) => {
    needsSignals(context);
    const { port } = await listen(context);
    const program = run(context, client, [port]);
    await program.says('哪个地址开');
    program.interrupt();
    await expectSuccess(program);
  });

  test.for([
    [['abc'], /端口.*「abc」/],
    [[0], /端口.*「0」/],
    [[12000, '::1', 'more'], /参数多了：more。/],
  ] as [(string | number)[], RegExp][])('参数写错：%s', async ([args, reason], context) => {
    await expectOneLine(run(context, client, args), reason);
  });
});

describe.concurrent('06-addresses：没有 IPv6 的机器', () => {
  // 自己的网络命名空间，把 IPv6 关掉：和没有 IPv6 的机器一样。不让建的，跳过。
  const off = 'ip link set lo up && echo 1 > /proc/sys/net/ipv6/conf/lo/disable_ipv6';

  async function without(context: TestContext, file: string, args: string[] = []): Promise<ReturnType<typeof run>> {
    onlyLinux(context);
    skipUnless(context, hasCommand('unshare') && hasCommand('ip') ? undefined : '没有 unshare 和 ip');
    const isolated = launch(context, 'unshare', ['-rn', 'sh', '-c', off]);
    if ((await isolated.exit()).code !== 0) context.skip('这里不让建网络命名空间');
    return launch(context, 'unshare', ['-rn', 'sh', '-c', `${off} && exec "$@"`, 'sh', ...programCommand(file, args).flat()]);
  }

  test('探子照样打完三张表：IPv6 的格子写「无」，IPv4 的照旧', async (context) => {
    const program = await without(context, client);
    await expectSuccess(program);
    const lines = program.stdout.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
    // 关掉 IPv6 的机器还造得出 IPv6 的套接字，只是没有 ::1；内核里没有 IPv6 的，连套接字也造不出。
    const knocked = row(lines, '::1');
    expect(knocked).toMatch(/^这台机器到不了这个地址（(?:EADDRNOTAVAIL|EAFNOSUPPORT)）$/);
    const none = knocked?.includes('EAFNOSUPPORT');
    expect(row(lines, 'A 127.0.0.1')).toBe(none ? '占 占 无 无 无 无' : '占 占 无 占 行 占');
    expect(row(lines, 'C ::1')).toBe('无 无 无 无 无 无');
  });

  test('看门的守 ::1：说这台机器没有这个地址，退出码 1', async (context) => {
    await expectOneLine(await without(context, server, ['0', '::1']), /这台机器没有 ?(?:地址 ::1：写 127\.0\.0\.1|IPv6：地址写 127\.0\.0\.1)/);
  });

  test('敲门的时机的小试验：说做不了，退出码 1', async (context) => {
    await expectOneLine(await without(context, 'chapters/06-addresses/steps/2-eyeballs/eyeballs.ts'), /这台机器没有 IPv6/);
  });
});
