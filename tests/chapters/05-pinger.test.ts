import { describe, expect, test } from 'vitest';
import { expectSuccess, run } from '../support/programs.ts';

const server = 'chapters/05-pinger/server.ts';
const client = 'chapters/05-pinger/client.ts';

describe.concurrent('05-pinger：照着读者的做法，一对程序', () => {
  test('一问一答：客户端打印大写的应答，以 0 结束', async (context) => {
    const serving = run(context, server, [0]);
    const asking = run(context, client, [await serving.port()]);
    await asking.says('请输入');
    asking.type('hello, world');
    await expectSuccess(asking);
    expect(asking.stdout).toContain('应答：HELLO, WORLD\n');
  });

  // 待写：这一章要证明的事，一件一个测试。
});
