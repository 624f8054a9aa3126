import { describe, expect, test, type TestContext } from 'vitest';
import type { Program } from '../../kit/program.ts';
import { bindTo, knock, needsIPv6, onlyLinux, unknownHost, unknownHostSaid } from '../support/addresses.ts';
import { needs, python } from '../support/peers.ts';
import { expectOneLine, expectSuccess, launch, needsSignals, run, runThroughTsx } from '../support/programs.ts';
import { expectStopsBehindTsx } from '../support/shell.ts';

const server = 'chapters/06-addresses/server.ts';

/** 启动看门的，返回它和它得到的端口。 */
async function guard(context: TestContext, ...args: string[]): Promise<[Program, number]> {
  const program = run(context, server, [0, ...args]);
  const [, port] = await program.says(/端口 (\d+) 接待/);
  return [program, Number(port)];
}

const four = '敲的是 127.0.0.1，来自 127.0.0.1\n';
const six = '敲的是 ::1，来自 ::1\n';
const mapped = '敲的是 ::ffff:127.0.0.1，来自 ::ffff:127.0.0.1\n';
const nobody = 'ECONNREFUSED';

/** 监听哪个地址 → 从 127.0.0.1 敲、从 ::1 敲，各听到什么。 */
const reached: [listening: string[], firstLine: string, fromFour: string, fromSix: string][] = [
  [['127.0.0.1'], '127.0.0.1', four, nobody],
  [['0.0.0.0'], '0.0.0.0', four, nobody],
  [['::1'], '[::1]', nobody, six],
  [['::'], '[::]', mapped, six],
  [['::', 'ipv6Only'], '[::]', nobody, six],
  [['::ffff:127.0.0.1'], '[::ffff:127.0.0.1]', mapped, nobody],
];

describe.concurrent('06-addresses：监听一个地址，谁敲得开', () => {
  test.for(reached)('监听 %s', async ([args, firstLine, fromFour, fromSix], context) => {
    needsIPv6(context);
    const [program, port] = await guard(context, ...args);
    expect(program.stdout).toContain(`正在监听 ${firstLine}:${port}（`);
    expect([await knock(port, '127.0.0.1'), await knock(port, '::1')]).toEqual([fromFour, fromSix]);
  });

  test('不写地址，只有 127.0.0.1 敲得开；没有 IPv6 也一样', async (context) => {
    const [program, port] = await guard(context);
    expect(program.stdout).toContain(`正在监听 127.0.0.1:${port}（`);
    expect(await knock(port, '127.0.0.1')).toBe(four);
    await program.says(/127\.0\.0\.1:\d+ 敲的是 127\.0\.0\.1\n/);
  });

  test('按 Ctrl-C 有始有终，退出码 0，端口马上可以再绑定', async (context) => {
    needsSignals(context);
    const [program, port] = await guard(context);
    expect(await knock(port, '127.0.0.1')).toBe(four);
    program.interrupt();
    await expectSuccess(program);
    expect(await bindTo(context, port, '127.0.0.1')).not.toBeTypeOf('string');
  });
});

test('06-addresses：读者的启动方式，从 tsx 的入口走：敲得开，Ctrl-C 停得下来', async (context) => {
  const program = runThroughTsx(context, server, [0]);
  expect(await knock(await program.port(), '127.0.0.1')).toBe(four);
  if (process.platform !== 'win32') await expectStopsBehindTsx(program);
});

describe.concurrent('06-addresses：curl 和 ss 看到的也一样', () => {
  const curl = async (context: TestContext, family: '-4' | '-6', port: number): Promise<string> => {
    needs(context, 'curl');
    const asking = launch(context, 'curl', ['-s', '--http0.9', family, `http://localhost:${port}`]);
    const { code } = await asking.exit();
    return code === 0 ? asking.stdout : `curl 的退出码 ${code}`;
  };

  test.for(reached.filter(([[address]]) => address !== '::ffff:127.0.0.1'))('监听 %s，curl -4 和 curl -6', async ([args, , fromFour, fromSix], context) => {
    needsIPv6(context);
    const [, port] = await guard(context, ...args);
    // curl 连不上时以 7 结束。
    const expected = [fromFour, fromSix].map((said) => (said === nobody ? 'curl 的退出码 7' : said));
    expect([await curl(context, '-4', port), await curl(context, '-6', port)]).toEqual(expected);
  });

  test.for([
    [['0.0.0.0'], '0.0.0.0'],
    [['::'], '*'],
    [['::', 'ipv6Only'], '[::]'],
    [['::ffff:127.0.0.1'], '[::ffff:127.0.0.1]'],
  ] as const)('监听 %s，ss 写作 %s', async ([args, shown], context) => {
    onlyLinux(context);
    needs(context, 'ss');
    needsIPv6(context);
    const [, port] = await guard(context, ...args);
    const looking = launch(context, 'ss', ['-l', '-t', '-n', '-H', `sport = :${port}`]);
    await expectSuccess(looking);
    expect(looking.stdout.split(/\s+/)[3]).toBe(`${shown}:${port}`);
  });
});

describe.concurrent('06-addresses：监听不了，一行中文说明，退出码 1', () => {
  const cases: [title: string, args: (string | number)[], reason: RegExp][] = [
    ['端口不是数字', ['abc'], /端口.*「abc」/],
    ['参数太多', [0, '::', 'ipv6Only', 'more'], /参数多了：more。/],
    ['最后一个词写错', [0, '::', 'v6'], /最后只能写 ipv6Only，不能是「v6」/],
    ['主机名查不到', [0, unknownHost], unknownHostSaid],
    ['地址不在这台机器上', [0, '198.51.100.1'], /这台机器没有地址 198\.51\.100\.1/],
  ];
  test.for(cases)('%s', async ([, args, reason], context) => {
    const program = run(context, server, args);
    await expectOneLine(program, reason);
    expect(program.stdout).toBe('');
  });

  test('0.0.0.0 守着的端口，127.0.0.1 绑不上', async (context) => {
    onlyLinux(context);
    const [, port] = await guard(context, '0.0.0.0');
    await expectOneLine(run(context, server, [port]), new RegExp(`^127\\.0\\.0\\.1 的端口 ${port} 用不了：有别的套接字占着`));
  });

  test('没有设 SO_REUSEADDR 的服务端先说再见，走了以后端口还占着', async (context) => {
    onlyLinux(context);
    const leaving = python(context, 'closes_first.py');
    const [, port] = await leaving.says(/on port (\d+)/);
    expect(await knock(Number(port), '127.0.0.1')).toBe('');
    await expectSuccess(leaving);
    await expectOneLine(run(context, server, [port!]), /用不了：有别的套接字占着/);
  });
});
