import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, test, type TestContext } from 'vitest';
import { defaultWaitMs, WaitError, type Program } from '../../kit/program.ts';
import { launch, needsSignals } from '../support/programs.ts';

/** 一段 JavaScript 当作程序，不经过 tsx，启动得快。 */
function script(context: TestContext, code: string): Program {
  return launch(context, process.execPath, ['-e', code]);
}

/** 一次应该落空的等待：返回它的说明。 */
async function missed(wait: Promise<unknown>): Promise<string> {
  const error = await wait.then(() => undefined, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(WaitError);
  return (error as WaitError).message;
}

describe.concurrent('program：等它说话', () => {
  test('等到一句，得到正则的各组', async (context) => {
    const [, word] = await script(context, 'console.log("早，世界")').says(/早，(..)/);
    expect(word).toBe('世界');
  });

  test('话说在标准错误里，也等得到；正则里的符号在字符串里是普通字', async (context) => {
    const program = script(context, 'console.error("结果 (1+1)=2?")');
    await program.says('(1+1)=2?');
    expect(program.stdout).toBe('');
  });

  test('汉字的字节分两次到：不会变成乱码', async (context) => {
    const program = script(context, 'const b = Buffer.from("中"); process.stdout.write(b.subarray(0, 1)); process.stdin.once("data", () => { process.stdout.write(b.subarray(1)); process.exit(); })');
    program.type('');
    await program.exit();
    expect(program.stdout).toBe('中');
  });

  test('端口：127.0.0.1 后面的数', async (context) => {
    expect(await script(context, 'console.log("已绑定 127.0.0.1:4567，")').port()).toBe(4567);
  });

  test('换行统一成 \\n，哪怕 \\r 和 \\n 分两次到', async (context) => {
    const program = script(context, 'process.stdout.write("a\\r\\nb\\r"); process.stdin.once("data", () => { process.stdout.write("\\nc"); process.exit(); })');
    await program.says('b');
    program.type('');
    await program.exit();
    expect(program.stdout).toBe('a\nb\nc');
  });

  test('始终不说：等的是什么、等了多久、说过什么，都在说明里', async (context) => {
    const program = script(context, 'console.log("别的话"); setInterval(() => {}, 1000)');
    await program.says('别的话');
    expect(await missed(program.says('想听的话', 50))).toMatch(/等的是：输出里出现 \/想听的话\/；等了 \d+ 毫秒；它还在运行。\n标准输出："别的话\\n"/);
  });

  test('没说就结束了：不等满时限，立刻落空', async (context) => {
    const program = script(context, 'console.error("有事先走"); process.exit(3)');
    expect(await missed(program.says('再见'))).toMatch(/它已经结束（退出码 3，信号 无）。[^]*有事先走/);
  });
});

describe.concurrent('program：等它结束', () => {
  test('退出码', async (context) => {
    expect(await script(context, 'process.exit(7)').exit()).toEqual({ code: 7, signal: null });
  });

  test('不结束：落空，程序还在', async (context) => {
    const program = script(context, 'setInterval(() => {}, 1000)');
    expect(await missed(program.exit(50))).toContain('等的是：程序结束');
    expect(program.exited).toBeUndefined();
  });

  test('结束时，说过的话一个字不少', async (context) => {
    const program = script(context, 'process.stdout.write("x".repeat(300000) + "完")');
    await program.exit();
    expect(program.stdout).toHaveLength(300_001);
    expect(program.stdout.endsWith('完')).toBe(true);
  });

  test('10 MB 的输出：照样结束，只留开头的一百万个字符', async (context) => {
    const program = script(context, 'for (let i = 0; i < 160; i += 1) process.stdout.write("y".repeat(65536))');
    expect(await program.exit()).toEqual({ code: 0, signal: null });
    expect(program.stdout).toHaveLength(1_000_000);
  });

  test('写给一个已经结束的程序：不出错', async (context) => {
    const program = script(context, '');
    await program.exit();
    program.type('有人吗');
    program.endInput('没有');
    program.interrupt();
  });

  test('Ctrl-C 是 SIGINT：程序可以自己收拾', async (context) => {
    needsSignals(context);
    const program = script(context, 'process.on("SIGINT", () => process.exit(5)); setInterval(() => {}, 1000); console.log("好")');
    await program.says('好');
    program.interrupt();
    expect(await program.exit()).toEqual({ code: 5, signal: null });
  });
});

describe.concurrent('program：不由分说地结束它', () => {
  test('不理会 SIGINT 和 SIGTERM 的程序也会停', async (context) => {
    const program = script(context, 'for (const s of ["SIGINT", "SIGTERM"]) process.on(s, () => {}); setInterval(() => {}, 1000); console.log("好")');
    await program.says('好');
    await program.stop();
    expect(program.exited).toBeDefined();
    expect(isAlive(program.pid!)).toBe(false);
  });

  test('埋头死循环的程序也会停', async (context) => {
    const program = script(context, 'console.log("好"); for (;;);');
    await program.says('好');
    await program.stop();
    expect(program.exited).toBeDefined();
  });

  test('停两次，或停一个已经结束的程序，都可以', async (context) => {
    const program = script(context, '');
    await program.exit();
    await program.stop();
    await program.stop();
    expect(program.exited).toEqual({ code: 0, signal: null });
  });

  test('它留下的子进程还拿着输出：不必等子进程，照样停得下来', async (context) => {
    const [program, childPid] = await withChild(context, 'setInterval(() => {}, 1000)');
    await program.stop();
    expect(isAlive(program.pid!)).toBe(false);
    // Windows 上，Node 启动的进程跟着它一起走。
    expect(isAlive(childPid)).toBe(process.platform !== 'win32');
  });

  test('它自己已经结束，子进程还拿着输出：也停得下来', async (context) => {
    const [program] = await withChild(context, 'child.unref()');
    await program.stop();
    expect(program.exited).toBeDefined();
  });
});

describe.concurrent('program：shell 的命令', () => {
  const stubborn = `node -e "console.log('好'); setTimeout(() => {}, 60000)"`;

  test('管道里的程序也收到 Ctrl-C，和在终端里一样', async (context) => {
    needsSignals(context);
    const program = launch(context, `${stubborn} | cat`, [], { shell: true });
    await program.says('好');
    program.interrupt();
    expect(await program.exit()).toEqual({ code: null, signal: 'SIGINT' });
  });

  test('停下它，也就停下它里面的程序', async (context) => {
    needsSignals(context);
    // 里面的程序连到这里来：它没了，连接就断。不看进程号，因为它的父进程已经没了，要由系统来收尸。
    const server = createServer().listen(0, '127.0.0.1');
    context.onTestFinished(() => {
      server.close();
    });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const program = launch(context, `node -e "require('net').connect(${port}, '127.0.0.1').on('error', () => {})"; true`, [], { shell: true });
    const [connection] = (await once(server, 'connection', bounded())) as [Socket];
    connection.on('error', () => {}).resume();
    const gone = once(connection, 'close', bounded());
    await program.stop();
    await gone;
  });
});

describe.concurrent('program：启动不了', () => {
  test('没有这个可执行文件：第一次等待就说出原因，停它也不出错', async (context) => {
    const program = launch(context, 'no-such-program-here');
    expect(await missed(program.says('好'))).toMatch(/^启动不了 no-such-program-here：.*ENOENT/);
    expect(await missed(program.exit())).toContain('ENOENT');
    await program.stop();
    expect(program.pid).toBeUndefined();
  });
});

/** 一个程序，它又启动了一个子进程，共用它的输出；子进程至多活一分钟。 */
async function withChild(context: TestContext, then: string): Promise<[program: Program, childPid: number]> {
  const child = 'console.log("子进程 " + process.pid); setTimeout(() => {}, 60000)';
  const program = script(context, `const child = require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { stdio: "inherit" }); ${then}`);
  const [, pid] = await program.says(/子进程 (\d+)\n/);
  context.onTestFinished(() => {
    if (isAlive(Number(pid))) process.kill(Number(pid));
  });
  return [program, Number(pid)];
}

function bounded(): { signal: AbortSignal } {
  return { signal: AbortSignal.timeout(defaultWaitMs) };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
