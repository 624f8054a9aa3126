import { describe, expect, test } from 'vitest';
import { needs } from '../support/peers.ts';
import { expectSuccess, launch, run } from '../support/programs.ts';

const server = 'chapters/04-closing/server.ts';
const client = 'chapters/04-closing/client.ts';

describe.concurrent('04-closing：与别家的程序说得上话', () => {
  test('ncat 说完就半关闭：回声和最后一句都听得到', async (context) => {
    needs(context, 'ncat');
    const serving = run(context, server, [0]);
    const asking = launch(context, 'ncat', ['127.0.0.1', await serving.port()]);
    asking.endInput('from ncat\n');
    await expectSuccess(asking);
    expect(asking.stdout).toBe('from ncat\n听完了，一共 10 字节。\n');
  });

  test('socat -t5：说完以后最多等五秒，最后一句听得到', async (context) => {
    needs(context, 'socat');
    const serving = run(context, server, [0]);
    const asking = launch(context, 'socat', ['-t5', '-', `TCP:127.0.0.1:${await serving.port()}`]);
    asking.endInput('from socat\n');
    await expectSuccess(asking);
    expect(asking.stdout).toBe('from socat\n听完了，一共 11 字节。\n');
  });

  test('我们的客户端，socat 做的服务端：回声和最后一句由 cat 和 echo 来说', async (context) => {
    needs(context, 'socat');
    const serving = launch(context, 'socat', ['-d', '-d', '-t5', 'TCP-LISTEN:0,bind=127.0.0.1', 'SYSTEM:cat; echo over']);
    // 监听好了，它在标准错误里说出自己的端口。
    const [, port] = await serving.says(/listening on .*:(\d+)/);
    const asking = run(context, client, [port!]);
    asking.endInput('to socat\n');
    await expectSuccess(asking);
    expect(asking.stdout).toMatch(/to socat\nover\n收全了：送出 9 字节，听回 14 字节。\n$/);
  });

  test('我们的客户端，socat 做的服务端：sort 读到 FIN 才开口', async (context) => {
    needs(context, 'socat');
    const serving = launch(context, 'socat', ['-d', '-d', '-t5', 'TCP-LISTEN:0,bind=127.0.0.1', 'EXEC:sort']);
    // 监听好了，它在标准错误里说出自己的端口。
    const [, port] = await serving.says(/listening on .*:(\d+)/);
    const asking = run(context, client, [port!]);
    asking.endInput('b\na\n');
    // sort 送回来的一样长，没有最后一句：照约定，这不算收全。
    const { code } = await asking.exit();
    expect({ code, stdout: asking.stdout, stderr: asking.stderr }).toEqual({
      code: 1,
      stdout: expect.stringMatching(/接着听。\na\nb\n$/),
      stderr: '没有收全：送出 4 字节，听回 4 字节，对方就不再说了。\n',
    });
  });
});
