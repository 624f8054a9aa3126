import { describe, expect, test } from 'vitest';
import { unusedPort } from '../../kit/port.ts';
import { needs, python } from '../support/peers.ts';
import { expectSuccess, launch, run } from '../support/programs.ts';

const pairs = { '02-tcp 的一对': 'chapters/02-tcp', '教科书写法的一对': 'chapters/02-tcp/steps/0-note' };

for (const [name, folder] of Object.entries(pairs)) {
  describe.concurrent(`${name}：与别家的程序说得上话`, () => {
    test('Python 的客户端，从我们的服务端得到应答', async (context) => {
      const serving = run(context, `${folder}/server.ts`, [0]);
      const asking = python(context, 'upper_tcp_client.py', [await serving.port(), '127.0.0.1']);
      asking.type('from python, 来自蟒蛇');
      await expectSuccess(asking);
      expect(asking.stdout).toBe('Input lowercase sentence:\nFrom Server: FROM PYTHON, 来自蟒蛇\n');
    });

    test('我们的客户端，从 Python 的服务端得到应答', async (context) => {
      const serving = python(context, 'upper_tcp_server.py', [0]);
      const [, port] = await serving.says(/on port (\d+)/);
      const asking = run(context, `${folder}/client.ts`, [port!]);
      asking.type('from node, 来自节点');
      await asking.says('FROM NODE, 来自节点\n');
      await expectSuccess(asking);
    });

    test('ncat 做的客户端，从我们的服务端得到应答', async (context) => {
      needs(context, 'ncat');
      const serving = run(context, `${folder}/server.ts`, [0]);
      const asking = launch(context, 'ncat', ['127.0.0.1', await serving.port()]);
      asking.type('from ncat');
      await asking.says('FROM NCAT\n');
      // 服务端已经说完；ncat 还要等自己的输入也到了头，才结束。
      asking.endInput();
      await expectSuccess(asking);
    });

    test('ncat 送完就半关闭：应答照样收得到', async (context) => {
      needs(context, 'ncat');
      const serving = run(context, `${folder}/server.ts`, [0]);
      const asking = launch(context, 'ncat', ['127.0.0.1', await serving.port()]);
      asking.endInput('half closed');
      await expectSuccess(asking);
      expect(asking.stdout).toBe('HALF CLOSED');
    });

    test('我们的客户端，从 ncat 做的服务端得到应答', async (context) => {
      needs(context, 'ncat');
      if (process.platform === 'win32') context.skip('这里用到 head 和 tr');
      const port = await unusedPort();
      // 教科书的客户端不写换行，只好读够字节数；读一行的程序要等到换行，就会一直等下去。
      const serving = launch(context, 'ncat', ['-v', '-l', '127.0.0.1', port, '-c', 'head -c 7 | tr a-z A-Z']);
      // 有了 -v，ncat 监听之后会在标准错误里说一声。
      await serving.says('Listening on');
      const asking = run(context, `${folder}/client.ts`, [port]);
      asking.type('to ncat');
      await asking.says('TO NCAT\n');
      await expectSuccess(asking);
    });
  });
}
