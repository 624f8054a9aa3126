import { describe, expect, test } from 'vitest';
import { terminal } from '../support/peers.ts';
import { expectSuccess, needsSignals, run } from '../support/programs.ts';
import { openMailbox } from '../support/udp.ts';

const server = 'chapters/01-udp/server.ts';
const client = 'chapters/01-udp/client.ts';

describe.concurrent('01-udp：按 Ctrl-C，以 0 结束', () => {
  test('服务端在等报文', async (context) => {
    needsSignals(context);
    const program = run(context, server, [0]);
    await program.port();
    program.interrupt();
    await expectSuccess(program);
    expect(program.stdout).toMatch(/\n已停止，端口还给系统。\n$/);
  });

  test('停下之后，端口真的还给了系统', async (context) => {
    needsSignals(context);
    const program = run(context, server, [0]);
    const port = await program.port();
    program.interrupt();
    await expectSuccess(program);
    const successor = await openMailbox(context, '127.0.0.1', port);
    expect(successor.port).toBe(port);
  });

  test('客户端在等你打字', async (context) => {
    needsSignals(context);
    const program = run(context, client);
    await program.says('请输入');
    program.interrupt();
    await expectSuccess(program);
  });

  test('客户端在等应答', async (context) => {
    needsSignals(context);
    const silent = await openMailbox(context);
    const program = run(context, client, [silent.port]);
    program.type('hello');
    await silent.next();
    program.interrupt();
    await expectSuccess(program);
  });
});

describe.concurrent('01-udp：没有应答', () => {
  // 端口 1（tcpmux）上没有 UDP 服务；借一个临时端口再放开，就可能被别的测试拿去。
  const nobody = 1;

  test('服务端没有运行：3 秒后说还在等，问的是哪个地址；Ctrl-C 以 0 结束', async (context) => {
    needsSignals(context);
    const program = run(context, client, [nobody]);
    program.type('hello');
    await program.says('等了 3 秒，还没有应答');
    await program.says(`服务端在 127.0.0.1:${nobody} 上运行吗？`);
    expect(program.exited).toBeUndefined();
    program.interrupt();
    await expectSuccess(program);
  });

  test('说过还在等之后，迟到的应答照样打印', async (context) => {
    const slow = await openMailbox(context);
    const program = run(context, client, [slow.port]);
    program.type('hello');
    const { port } = await slow.next();
    await program.says('还没有应答');
    await slow.send('LATE', port);
    await expectSuccess(program);
    expect(program.stdout).toMatch(/\n应答：LATE\n$/);
  });
});

describe.concurrent('01-udp：只认服务端的应答', () => {
  test('端口不对的不算：先到的陌生人被说破，后到的服务端才是应答', async (context) => {
    const [genuine, stranger] = [await openMailbox(context), await openMailbox(context)];
    const program = run(context, client, [genuine.port]);
    program.type('hello');
    const { port } = await genuine.next();
    await stranger.send('FORGED', port);
    await genuine.send('GENUINE', port);
    await expectSuccess(program);
    expect(program.stdout).toContain(`不理会 127.0.0.1:${stranger.port}：它不是服务端。\n应答：GENUINE\n`);
    expect(program.stdout).not.toContain('FORGED');
  });

  test('端口对、地址不对的也不算', async (context) => {
    if (process.platform !== 'linux') context.skip('只有 Linux 生来就有 127.0.0.2');
    const genuine = await openMailbox(context);
    const stranger = await openMailbox(context, '127.0.0.2', genuine.port);
    const program = run(context, client, [genuine.port]);
    program.type('hello');
    const { port } = await genuine.next();
    await stranger.send('FORGED', port);
    await genuine.send('GENUINE', port);
    await expectSuccess(program);
    expect(program.stdout).toContain(`不理会 127.0.0.2:${genuine.port}：它不是服务端。\n应答：GENUINE\n`);
  });
});

// 上面的 Ctrl-C 是信号；键盘上的 Ctrl-C 是终端里的一个字节，读行的时候由 readline 来认。
describe.concurrent('01-udp：在真正的终端里', () => {
  const [ctrlC, ctrlD] = ['\x03', '\x04'];

  test('打一行字，退格改一个错字，得到应答', async (context) => {
    const server = await openMailbox(context);
    const program = terminal(context, client, [server.port]);
    await program.says('请输入');
    program.write('hellp\x7fo 中文\r');
    const { bytes, port } = await server.next();
    expect(bytes.toString()).toBe('hello 中文');
    await server.send('HELLO 中文', port);
    await program.says('应答：HELLO 中文');
    await expectSuccess(program);
  });

  test('打字打到一半按 Ctrl-C：以 0 结束', async (context) => {
    const program = terminal(context, client);
    await program.says('请输入');
    program.write('half');
    await program.says('half');
    program.write(ctrlC);
    await expectSuccess(program);
  });

  test('等应答时按 Ctrl-C：以 0 结束', async (context) => {
    const silent = await openMailbox(context);
    const program = terminal(context, client, [silent.port]);
    await program.says('请输入');
    program.write('hello\r');
    await silent.next();
    program.write(ctrlC);
    await expectSuccess(program);
  });

  test('什么也没打就按 Ctrl-D：一行中文，退出码 1', async (context) => {
    const program = terminal(context, client);
    await program.says('请输入');
    program.write(ctrlD);
    const { code } = await program.exit();
    expect({ code, said: program.stdout }).toEqual({ code: 1, said: expect.stringContaining('没有读到任何输入') });
  });
});
