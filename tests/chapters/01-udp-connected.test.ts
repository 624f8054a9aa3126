import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { expectOneLine, expectSuccess, run } from '../support/programs.ts';
import { openMailbox } from '../support/udp.ts';

const client = 'chapters/01-udp/steps/6-connected/client.ts';

test('connect 过的客户端：有人答，和平常一样', async (context) => {
  const server = await openMailbox(context);
  const asking = run(context, client, [server.port]);
  asking.type('hello');
  const request = await server.next();
  await server.send('HELLO', request.port);
  await expectSuccess(asking);
  expect(asking.stdout).toBe('请输入一行小写英文：\nHELLO\n');
});

test('connect 过的客户端：没有人的端口，它听得到', async (context) => {
  if (process.platform === 'win32') context.skip('Windows 上 libuv 忽略这个错误');
  const asking = run(context, client, [await closedPort()]);
  asking.type('hello');
  await expectOneLine(asking, /系统说：ECONNREFUSED/);
});

/** 让系统挑一个端口，马上还给它：这个端口上现在没有人。 */
async function closedPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
