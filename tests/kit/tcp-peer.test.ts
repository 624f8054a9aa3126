import { describe, expect, test, type TestContext } from 'vitest';
import type { Check, Exercise } from '../../kit/exercise.ts';
import { judge, type CheckResult } from '../../kit/judge.ts';
import { unusedPort } from '../../kit/port.ts';
import { temporaryFile } from '../support/files.ts';

/** 用一项检查判一个小程序。 */
async function judged(context: TestContext, program: string, run: Check['run']): Promise<CheckResult> {
  const diagnoses = { missed: { cause: '没有等到。', section: '/02-tcp/#server', reproduce: [] } };
  const exercise: Exercise = { title: '试', startDiagnosis: 'missed', diagnoses, checks: [{ id: 'only', title: '只有一项', run }] };
  const verdict = await judge(exercise, 'trial', temporaryFile(context, 'answer.ts', program), 1);
  return verdict.checks[0]!;
}

const chunkServer = `
import { createServer } from 'node:net';
createServer((socket) => {
  socket.on('error', (error) => console.log('出错', error.code));
  socket.on('end', () => console.log('对方说完'));
  socket.on('data', (chunk) => console.log('块', chunk.toString('hex')));
}).listen(Number(process.argv[2]), '127.0.0.1');
`;

const reader = `
import { connect } from 'node:net';
const socket = connect(Number(process.argv[2]), '127.0.0.1');
socket.on('data', (chunk) => console.log('块', chunk.length));
socket.on('error', (error) => console.log('出错', error.code));
socket.on('close', () => console.log('关了'));
`;

describe.concurrent('kit/peers/tcp：检查扮演的 TCP 一方', () => {
  test('writeSplit：每一块都单独到达，切在「中」里面也一样', async (context) => {
    const result = await judged(context, chunkServer, async (stage) => {
      const program = stage.start([await unusedPort()]);
      const peer = await stage.tcpClient('客户端', await stage.listening(program));
      await peer.writeSplit('a中b', [1, 2, 3, 4]);
      await stage.until(() => program.lines.length >= 5 && program.lines.join(' ') === '块 61 块 e4 块 b8 块 ad 块 62', '五块', 'missed');
    });
    expect(result).toMatchObject({ passed: true });
  });

  test('end 是 FIN，reset 是 RST，程序分得清', async (context) => {
    const result = await judged(context, chunkServer, async (stage) => {
      const program = stage.start([await unusedPort()]);
      const port = await stage.listening(program);
      const [polite, abrupt] = [await stage.tcpClient('甲', port), await stage.tcpClient('乙', port)];
      polite.end();
      await stage.until(() => program.printed('对方说完'), '看到 FIN', 'missed');
      await stage.until(() => polite.closed, '双方都说完', 'missed');
      abrupt.reset();
      await stage.until(() => program.printed('出错 ECONNRESET'), '看到 RST', 'missed');
    });
    expect(result).toMatchObject({ passed: true });
  });

  test('扮演服务端：领走连接，写、断开，都看得见，都记进对话', async (context) => {
    const result = await judged(context, reader, async (stage) => {
      const server = await stage.tcpServer('服务端');
      const program = stage.start([server.port]);
      const peer = await stage.until(() => server.take(), '来连接', 'missed');
      await peer.writeSplit('abcdef', [2]);
      await peer.read();
      peer.reset();
      await stage.until(() => program.exited, '结束', 'missed');
      expect(program.lines).toEqual(['块 2', '块 4', '出错 ECONNRESET', '关了']);
      stage.fail('missed', '看一看对话');
    });
    const said = result.trace.map((line) => line.replace(/\d{4,}/g, 'N').replace(/^ *\d+\. /, ''));
    expect(said).toEqual(expect.arrayContaining(['你的程序（端口 N）连上了服务端（端口 N）', '服务端 → 你的程序：「ab」', '服务端 → 你的程序：「cdef」', '服务端 → 你的程序：断开（RST）']));
  });

  test('不读的程序，不会让 writeSplit 一直等', async (context) => {
    const result = await judged(context, reader.replace("socket.on('data'", "socket.pause().on('never'"), async (stage) => {
      const server = await stage.tcpServer('服务端');
      stage.start([server.port]);
      const peer = await stage.until(() => server.take(), '来连接', 'missed');
      const begin = performance.now();
      await peer.writeSplit('123456', [1, 2, 3, 4, 5]);
      if (performance.now() - begin > 8_000) stage.fail('missed', '等得太久');
    });
    expect(result).toMatchObject({ passed: true });
  });

  test('很长的一段：慢也等到底，停下就不等', async (context) => {
    // 四截，每截隔一秒半：一共比一次等待的上限长。第二个程序只送两截。
    const drips = (pieces: number): string => `
import { createServer } from 'node:net';
createServer((socket) => {
  let left = ${pieces};
  const timer = setInterval(() => (left -= 1) >= 0 ? socket.write(Buffer.alloc(1_000_000)) : clearInterval(timer), 1_500);
}).listen(Number(process.argv[2]), '127.0.0.1');
`;
    const receive: Check['run'] = async (stage) => {
      const program = stage.start([await unusedPort()]);
      const peer = await stage.tcpClient('客户端', await stage.listening(program));
      await stage.receives(peer, 4_000_000, '四百万字节', 'missed', program);
    };
    const [slow, stopped] = await Promise.all([judged(context, drips(4), receive), judged(context, drips(2), receive)]);
    expect(slow).toMatchObject({ passed: true });
    expect(stopped).toMatchObject({ passed: false, diagnosis: 'missed', message: expect.stringContaining('四百万字节') });
  });

  test('没有监听：诊断是 not-listening', async (context) => {
    const idle = await judged(context, 'setInterval(() => {}, 1000); console.log(1);', async (stage) => {
      await stage.listening(stage.start([await unusedPort()]));
    });
    expect(idle.diagnosis).toBe('not-listening');
  });

  test('监听的是别的端口：说出是哪两个', async (context) => {
    const other = await judged(context, chunkServer.replace('Number(process.argv[2])', '0'), async (stage) => {
      await stage.listening(stage.start([await unusedPort()]));
    });
    expect(other).toMatchObject({ diagnosis: 'not-listening', message: expect.stringMatching(/第一个参数是 \d+，程序监听的却是端口 \d+。/) });
  });

  test('程序在连上之前崩溃：诊断是崩溃，不是连不上', async (context) => {
    const crashed = await judged(context, `${chunkServer}\nprocess.nextTick(() => { throw new Error('boom'); });`, async (stage) => {
      const port = await unusedPort();
      stage.start([port]);
      await stage.tcpClient('客户端', port);
    });
    expect(crashed.diagnosis).toBe('crashed');
  });
});
