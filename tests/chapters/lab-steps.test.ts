// 实验室的实验用到的小程序，和实验说的结局：在真的 Node、真的内核上也是这样。

import { describe, expect, test } from 'vitest';
import { unusedPort } from '../../kit/port.ts';
import type { Program } from '../../kit/program.ts';
import { needsIPv6 } from '../support/addresses.ts';
import { expectSuccess, needsSignals, run } from '../support/programs.ts';

const cut = 'chapters/03-framing/steps/1-cut/client.ts';
const knock = 'chapters/06-addresses/steps/3-knock/client.ts';
const door = 'chapters/06-addresses/server.ts';

describe.concurrent('实验室用的小程序，在真的网络上', () => {
  const halves = [
    ['hello', 3, ['第 1 块，3 字节，单独解码「hel」', '第 2 块，3 字节，单独解码「lo↵」', '凑齐一行「hello」']],
    ['中', 1, ['第 1 块，1 字节，单独解码「�」', '第 2 块，3 字节，单独解码「��↵」', '凑齐一行「中」']],
  ] as const;
  for (const [text, at, lines] of halves) {
    test(`03：${text} 切在第 ${at} 个字节后面，读到两块，凑齐一行`, async (context) => {
      const serving = run(context, 'chapters/03-framing/steps/5-blocks/server.ts', [0]);
      await expectSuccess(run(context, cut, [await serving.port(), '127.0.0.1', text, at]));
      await serving.says('凑齐一行');
      expect(serving.stdout.split('\n').slice(1, -1)).toEqual(lines);
    });
  }

  test('03：说到一半进程被杀，行协议的服务端知道这一行不齐', async (context) => {
    needsSignals(context);
    const serving = run(context, 'chapters/03-framing/lines/server.ts', [0]);
    const speaking = run(context, cut, [await serving.port(), '127.0.0.1', 'hello', 3]);
    await serving.says('连上了');
    speaking.killNow();
    await serving.says('走了');
    // 杀在写之前，也许一个字节也没有送出；送出了，就说不齐
    expect(serving.stderr).toMatch(/^(?:.* 没有守约定：最后 3 字节没有换行，不算。\n)?$/);
    expect(serving.stdout).not.toContain('HEL');
  });

  test('04：没读就 destroy()，客户端没有收全', async (context) => {
    const serving = run(context, 'chapters/04-closing/steps/6-unread/server.ts', [0]);
    const speaking = run(context, 'chapters/04-closing/client.ts', [await serving.port()]);
    await speaking.says('说完按 Ctrl-D');
    speaking.type('hello');
    expect((await speaking.exit()).code).toBe(1);
    expect(speaking.stderr).toMatch(/^(?:连接被对方断开，应答没有收完|没有收全：.*)。\n$/);
    await serving.says('走了');
  });

  test('06：没有人监听说被拒绝，有人监听说出里面的话', async (context) => {
    const refused = run(context, knock, [await unusedPort()]);
    await expectSuccess(refused);
    expect(refused.stdout).toMatch(/ 毫秒：没有人监听，被拒绝了\n$/);
    const serving = run(context, door, [0]);
    const opened = run(context, knock, [await serving.port(), '127.0.0.1']);
    await expectSuccess(opened);
    expect(opened.stdout).toMatch(/ 毫秒：开了，敲的是 127\.0\.0\.1，来自 127\.0\.0\.1\n$/);
  });

  test('06：守 ::，IPv4 的客人看起来是 ::ffff:；写了 ipv6Only 就拒绝', async (context) => {
    needsIPv6(context);
    const both = run(context, door, [0, '::']);
    const opened = run(context, knock, [await portOf(both), '127.0.0.1']);
    await expectSuccess(opened);
    expect(opened.stdout).toContain('来自 ::ffff:127.0.0.1');
    const only = run(context, door, [0, '::', 'ipv6Only']);
    const refused = run(context, knock, [await portOf(only), '127.0.0.1']);
    await expectSuccess(refused);
    expect(refused.stdout).toContain('被拒绝了');
  });
});

/** 守 `::` 的，第一行不是 127.0.0.1。 */
async function portOf(program: Program): Promise<string> {
  return (await program.says(/\[::\]:(\d+)/))[1]!;
}
