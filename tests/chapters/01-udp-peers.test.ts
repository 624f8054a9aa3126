import { describe, expect, test } from 'vitest';
import { unusedPort } from '../../kit/port.ts';
import { needs, python } from '../support/peers.ts';
import { expectSuccess, launch, run } from '../support/programs.ts';

const note = 'chapters/01-udp/steps/0-note';
const pairs = { '01-udp 的一对': 'chapters/01-udp', '笔记的一对': 'chapters/01-udp/steps/0-note' };

for (const [name, folder] of Object.entries(pairs)) {
  describe.concurrent(`${name}：与别家的程序说得上话`, () => {
    test('Python 的客户端，从我们的服务端得到应答', async (context) => {
      const serving = run(context, `${folder}/server.ts`, [0]);
      const [, port] = await serving.says(/(?:127\.0\.0\.1:|端口 )(\d+)/);
      const asking = python(context, `${note}/client.py`, [port!]);
      asking.type('from python, 来自蟒蛇');
      await expectSuccess(asking);
      expect(asking.stdout).toBe('输入一行小写英文：\nFROM PYTHON, 来自蟒蛇\n');
    });

    test('我们的客户端，从 Python 的服务端得到应答', async (context) => {
      const serving = python(context, `${note}/server.py`, [0]);
      const [, port] = await serving.says(/端口 (\d+)/);
      const asking = run(context, `${folder}/client.ts`, [port!]);
      asking.type('from node, 来自节点');
      await asking.says('FROM NODE, 来自节点\n');
      await expectSuccess(asking);
    });

    test('socat 把一行字寄给我们的服务端', async (context) => {
      needs(context, 'socat');
      const serving = run(context, `${folder}/server.ts`, [0]);
      const [, port] = await serving.says(/(?:127\.0\.0\.1:|端口 )(\d+)/);
      const asking = launch(context, 'socat', ['-', `UDP:127.0.0.1:${port}`]);
      asking.type('from socat');
      // socat 把换行也寄出去；它不知道应答有几个，由测试结束它。
      await asking.says('FROM SOCAT\n');
    });

    test('我们的客户端，从 socat 做的服务端得到应答', async (context) => {
      needs(context, 'socat');
      const port = await unusedPort();
      const serving = launch(context, 'socat', ['-d', '-d', `UDP-RECVFROM:${port},bind=127.0.0.1`, 'SYSTEM:tr a-z A-Z']);
      // 有了 -d -d，socat 绑定之后会在标准错误里说一声。
      await serving.says('receiving on');
      const asking = run(context, `${folder}/client.ts`, [port]);
      asking.type('to socat');
      await asking.says('TO SOCAT\n');
      await expectSuccess(asking);
    });
  });
}
