import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test, type TestContext } from 'vitest';
import { SilentDoor } from '../../kit/peers/silent.ts';
import { onlyLinux } from '../support/addresses.ts';

function knock(context: TestContext, port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  context.onTestFinished(() => {
    socket.destroy();
  });
  return socket;
}

test('没有回音：敲它的人连不上，也不被拒绝；叫醒以后连得上，听得到那句话', async (context) => {
  onlyLinux(context);
  let wake: () => void = () => {};
  const door = await SilentDoor.open('早\n', () => wake());
  context.onTestFinished(() => door.close());
  const socket = knock(context, door.port);
  let state = '没有回音';
  socket.once('connect', () => (state = '连上了'));
  socket.on('error', (error) => (state = error.message));
  // 没有发生的事由后来的事证明：叫醒它之前敲的另一个人，也是叫醒之后才连上的。
  const later = knock(context, door.port);
  let connectedEarly = 0;
  for (const each of [socket, later]) each.once('connect', () => (connectedEarly += 1));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect([state, connectedEarly]).toEqual(['没有回音', 0]);
  door.wakeUp();
  await once(socket, 'connect');
  const [words] = (await once(socket.setEncoding('utf8'), 'data')) as [string];
  expect(words).toBe('早\n');
  // 领到别人也会叫一次：一直看到领了这一个为止。
  while (!door.admitted(socket.localPort!)) await new Promise<void>((resolve) => (wake = resolve));
});
