import { once } from 'node:events';
import { createServer, type AddressInfo, type ServerOpts, type Socket } from 'node:net';
import { describe, expect, test, type TestContext } from 'vitest';
import { programCommand } from '../../kit/compiled.ts';
import { hasCommand } from '../../kit/transcript/files.ts';
import { needs } from '../support/peers.ts';
import { expectSuccess, launch, needsSignals, run } from '../support/programs.ts';
import { connectTo } from '../support/tcp.ts';

const steps = 'chapters/04-closing/steps';

/** 只在 Linux 上有的东西：`ss`。 */
function needsLinux(context: TestContext): void {
  if (process.platform !== 'linux') context.skip('套接字的状态在这里用 ss 来看，只有 Linux 有');
  needs(context, 'ss');
}

/** `ss` 里两个端口之间的一行，没有就是空的；`more` 是另外的选项。 */
async function row(context: TestContext, local: number, remote: number, more: string[] = []): Promise<string> {
  const look = launch(context, 'ss', ['-H', '-t', '-a', '-n', ...more, `sport = :${local} and dport = :${remote}`]);
  await look.exit();
  return look.stdout.trim();
}

describe.concurrent('04-closing：起点把最后一句丢了', () => {
  test('没有写 allowHalfOpen：回声有，最后一句没有，服务端没有一个错误', async (context) => {
    const serving = run(context, `${steps}/0-lost/server.ts`, [0]);
    const client = await connectTo(context, await serving.port());
    client.end('hello\n');
    expect((await client.toEnd()).toString()).toBe('hello\n');
    await serving.says('最后一句说了\n');
    expect(serving.stderr).toBe('');
  });
});

/** 测试自己写一个服务端：来的连接交给 `serve`。 */
async function serverOf(context: TestContext, options: ServerOpts, serve: (connection: Socket) => void): Promise<number> {
  const server = createServer(options, (connection) => {
    connection.on('error', () => {});
    serve(connection);
  });
  context.onTestFinished(() => {
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe.concurrent('04-closing：页面上说的', () => {
  test("'end' 的监听者里当场说的话，没有 allowHalfOpen 也送得出去", async (context) => {
    const port = await serverOf(context, {}, (connection) => {
      connection.resume();
      connection.once('end', () => connection.end('at once'));
    });
    const client = await connectTo(context, port);
    client.end('hello');
    expect((await client.toEnd()).toString()).toBe('at once');
  });

  test('for await 读完，Node 20、22、26 把整个连接关上，allowHalfOpen 拦不住；24 从 24.19 起不关', async (context) => {
    const [major, minor] = process.versions.node.split('.').map(Number);
    if (![20, 22, 24, 26].includes(major!)) context.skip('别的版本没有试过');
    const heard = major === 24 && minor! >= 19 ? 'too late' : '';
    const port = await serverOf(context, { allowHalfOpen: true }, (connection) => {
      void (async () => {
        for await (const chunk of connection) void chunk;
        connection.end('too late');
      })();
    });
    const client = await connectTo(context, port);
    client.end('hello');
    expect((await client.toEnd()).toString()).toBe(heard);
  });

  test('说到一半，进程被杀掉：内核替它送的是 FIN，读的人只看到说完了', async (context) => {
    needsSignals(context);
    const serving = run(context, 'chapters/04-closing/server.ts', [0]);
    const client = await connectTo(context, await serving.port());
    await client.write('hello');
    await client.atLeast(5);
    await serving.stop();
    expect((await client.toEnd()).toString()).toBe('hello');
    expect(client.errorCode).toBeUndefined();
  });

  test('destroy()：交给内核的都送到，还在 Node 手里的就丢了', async (context) => {
    const port = await serverOf(context, {}, (connection) => {
      connection.write('kernel');
      connection.write(Buffer.alloc(50_000_000));
      connection.destroy();
    });
    const client = await connectTo(context, port);
    const heard = await client.toEnd();
    expect(heard.subarray(0, 6).toString()).toBe('kernel');
    expect(heard.length).toBeLessThan(50_000_000);
  });
});

describe.concurrent('04-closing：谁先说完，TIME-WAIT 就在谁那里', () => {
  test('客户端先说完：在客户端的端口上', async (context) => {
    needsLinux(context);
    const serving = run(context, 'chapters/04-closing/server.ts', [0]);
    const port = await serving.port();
    const client = await connectTo(context, port);
    const { localPort } = client;
    client.end('hello');
    await client.toClose();
    await serving.says('走了\n');
    expect(await row(context, localPort, port)).toMatch(/^TIME-WAIT/);
    expect(await row(context, port, localPort)).toBe('');
  });

  test('服务端先说完：在服务端的端口上，进程没了也还在，不属于谁；同一个端口马上可以再监听', async (context) => {
    needsLinux(context);
    const serving = run(context, `${steps}/3-first/server.ts`, [0]);
    const port = await serving.port();
    const client = await connectTo(context, port);
    const { localPort } = client;
    await client.toEnd();
    client.end();
    await serving.says('两头都说完了\n');
    serving.interrupt();
    await expectSuccess(serving);
    const left = await row(context, port, localPort, ['-p', '-o']);
    expect(left).toMatch(/^TIME-WAIT.*timer:\(timewait,(?:[45]\dsec|1min),0\)$/);
    expect(left).not.toContain('users:');
    const again = run(context, `${steps}/3-first/server.ts`, [port]);
    expect(await again.port()).toBe(port);
    if (!hasCommand('lsof')) return;
    await again.stop();
    const open = launch(context, 'lsof', ['-n', '-P', `-iTCP:${port}`]);
    await open.exit();
    expect(open.stdout).not.toContain(`:${localPort}`);
  });

  test('以 RST 断开：两头都不留 TIME-WAIT', async (context) => {
    needsLinux(context);
    const serving = run(context, 'chapters/04-closing/server.ts', [0]);
    const port = await serving.port();
    const client = await connectTo(context, port);
    const { localPort } = client;
    await client.write('hello');
    await client.atLeast(5);
    client.reset();
    await serving.says('走了\n');
    expect(await row(context, localPort, port)).toBe('');
    expect(await row(context, port, localPort)).toBe('');
  });

  test('客户端说完了、进程也没了，服务端不说，CLOSE-WAIT 还在；说了，才知道没有人听', async (context) => {
    needsLinux(context);
    const serving = run(context, `${steps}/1-hold/server.ts`, [0]);
    const port = await serving.port();
    // 客户端是另一个进程：说一句，送 FIN，不等应答就没了。
    const say = `const s = require('node:net').connect(${port}, '127.0.0.1', () => { console.log(s.localPort); s.end('bye\\n'); s.once('data', () => process.kill(process.pid, 'SIGKILL')); });`;
    const client = launch(context, process.execPath, ['-e', say]);
    await serving.says('按回车');
    await client.exit();
    const localPort = Number(client.stdout);
    expect(await row(context, port, localPort)).toMatch(/^CLOSE-WAIT/);
    serving.type('');
    await serving.says('两头都说完了\n');
    expect(await row(context, port, localPort)).toBe('');
  });

  test('听完了还没有 end()：一头 CLOSE-WAIT，一头 FIN-WAIT-2；说完才走', async (context) => {
    needsLinux(context);
    const serving = run(context, `${steps}/1-hold/server.ts`, [0]);
    const port = await serving.port();
    const client = await connectTo(context, port);
    const { localPort } = client;
    client.end('hello\n');
    await serving.says('按回车');
    expect(await row(context, port, localPort)).toMatch(/^CLOSE-WAIT/);
    expect(await row(context, localPort, port)).toMatch(/^FIN-WAIT-2/);
    serving.type('');
    expect((await client.toEnd()).toString()).toBe('hello\n听完了，一共 6 字节。\n');
    await serving.says('两头都说完了\n');
  });

  test('tcp_fin_timeout 改成 5：TIME-WAIT 还是 60 秒，没有人要的 FIN-WAIT-2 是 5 秒', async (context) => {
    needsLinux(context);
    needs(context, 'unshare');
    // 在一个自己的网络命名空间里改，不碰这台机器的设置；有的系统不许，那就跳过。
    const [node, args] = programCommand(`${steps}/5-fin-timeout/timers.ts`);
    const script = 'ip link set lo up && echo 5 > /proc/sys/net/ipv4/tcp_fin_timeout && echo 好 && exec "$@"';
    const program = launch(context, 'unshare', ['-r', '-n', 'sh', '-c', script, 'sh', node, ...args]);
    await program.exit();
    if (!program.stdout.startsWith('好')) context.skip(`这里不许建网络命名空间：${program.stderr.trim()}`);
    // 不足十秒时，ss 把 4.992 秒写成「4.992ms」。
    expect(program.stdout).toMatch(/tcp_fin_timeout 是 5 秒\n两头都说完了：TIME-WAIT，timer:\(timewait,(?:[45]\dsec|1min),0\)\n对方没有说完：FIN-WAIT-2，timer:\(timewait,(?:[1-5]sec|[1-4]\.\d+ms),0\)\n$/);
  });
});
