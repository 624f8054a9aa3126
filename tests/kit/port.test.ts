import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { untouchedPort, unusedPort } from '../../kit/port.ts';
import { root } from '../../kit/program.ts';
import { temporaryFile } from '../support/files.ts';
import { run } from '../support/programs.ts';

/** 一圈有这么多个端口，转完一圈才会再给同一个。 */
const circle = 299;

async function borrow(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await unusedPort());
  return ports;
}

test('同时借端口的几个进程，借不到同一个', async (context) => {
  const count = 40;
  const ours = await borrow(count);
  // 借完了不走，等到说完了才走：走了的，它那一段就让给后来的。
  const program = `import { unusedPort } from '${root.replaceAll('\\', '/')}kit/port.ts';
for (let n = 0; n < ${count}; n += 1) console.log(await unusedPort());
console.log('借完了');
process.stdin.resume();`;
  const others = [1, 2].map(() => run(context, temporaryFile(context, 'borrower.ts', program)));
  await Promise.all(others.map((other) => other.says('借完了')));
  const all = [...ours, ...others.flatMap(({ stdout }) => [...stdout.matchAll(/\d+/g)].map(Number))];
  expect(all).toHaveLength(3 * count);
  expect(new Set(all).size).toBe(3 * count);
});

test('一圈之内不重复，都在临时端口的范围之外', async () => {
  const ports = await borrow(circle);
  expect(new Set(ports).size).toBeGreaterThan(circle / 2);
  expect(ports.filter((each) => each < 20_000 || each >= 32_000)).toEqual([]);
});

test.runIf(process.platform === 'linux')('要干净的：还留着 TIME-WAIT 的不借', async () => {
  const before = await unusedPort();
  const port = await unusedPort();
  await leaveTimeWait(port);
  await walkTo(before);
  expect(await untouchedPort()).not.toBe(port);
  await walkTo(before);
  expect(await unusedPort()).toBe(port);
});

/** 客户端先说完，TIME-WAIT 留在它那一头：这个端口照样绑得上。 */
async function leaveTimeWait(port: number): Promise<void> {
  const server = createServer((socket) => socket.on('end', () => socket.end())).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).resume();
  await once(client, 'connect');
  client.end();
  await once(client, 'close');
  server.close();
}

/** 接着借，借到这一个为止：下一个就是它后面的。 */
async function walkTo(port: number): Promise<void> {
  for (let step = 0; step < 2 * circle; step += 1) if ((await unusedPort()) === port) return;
  throw new Error(`走了两圈，没有再借到 ${port}。`);
}
