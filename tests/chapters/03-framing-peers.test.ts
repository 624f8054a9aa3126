import { describe, expect, test } from 'vitest';
import { needs, python } from '../support/peers.ts';
import { expectSuccess, launch, run } from '../support/programs.ts';
import { protocols } from './03-framing-support.ts';

describe.concurrent.each(protocols)('03-framing：$name，与别家的程序说得上话', ({ folder, python: name, encode }) => {
  test('Python 的客户端，从我们的服务端得到应答', async (context) => {
    const serving = run(context, `${folder}/server.ts`, [0]);
    const asking = python(context, 'framing.py', ['client', name, await serving.port()]);
    asking.endInput('from python\n\n来自蟒蛇\n');
    await expectSuccess(asking);
    expect(asking.stdout).toBe('From Server: FROM PYTHON\nFrom Server: \nFrom Server: 来自蟒蛇\nThen: None\n');
  });

  test('我们的客户端，从 Python 的服务端得到应答', async (context) => {
    const serving = python(context, 'framing.py', ['server', name, 0]);
    const [, port] = await serving.says(/on port (\d+)/);
    const asking = run(context, `${folder}/client.ts`, [port!]);
    asking.endInput('from node\n\nto python');
    await expectSuccess(asking);
    await expectSuccess(serving);
    expect(asking.stdout).toContain('应答：FROM NODE\n应答：\n应答：TO PYTHON\n');
  });

  test('socat 做的客户端，送完就半关闭，从我们的服务端得到应答', async (context) => {
    needs(context, 'socat');
    const serving = run(context, `${folder}/server.ts`, [0]);
    const asking = launch(context, 'socat', ['-t10', '-', `TCP:127.0.0.1:${await serving.port()}`]);
    asking.endInput(Buffer.concat([encode('from socat'), encode(''), encode('来自 socat')]));
    await expectSuccess(asking);
    expect(asking.stdout).toBe(Buffer.concat([encode('FROM SOCAT'), encode(''), encode('来自 SOCAT')]).toString());
  });

  test('我们的客户端，从 socat 做的服务端得到应答', async (context) => {
    needs(context, 'socat');
    // 两种协议的应答都是把问的字节原样送还：cat 就是一个守约定的服务端。
    const serving = launch(context, 'socat', ['-d', '-d', 'TCP-LISTEN:0,bind=127.0.0.1', 'EXEC:cat']);
    const [, port] = await serving.says(/listening on AF=2 127\.0\.0\.1:(\d+)/);
    const asking = run(context, `${folder}/client.ts`, [port!]);
    asking.endInput('to socat\n\n再见');
    await expectSuccess(asking);
    expect(asking.stdout).toContain('应答：to socat\n应答：\n应答：再见\n');
  });
});
