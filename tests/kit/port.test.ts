import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { unusedPort } from '../../kit/port.ts';
import { root } from '../../kit/program.ts';
import { temporaryFile } from '../support/files.ts';
import { expectSuccess, run } from '../support/programs.ts';

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
  const borrower = temporaryFile('borrower.ts', `import { unusedPort } from '${root.replaceAll('\\', '/')}kit/port.ts';\nfor (let n = 0; n < ${count}; n += 1) console.log(await unusedPort());\n`);
  const others = [run(context, borrower), run(context, borrower)];
  await Promise.all(others.map(expectSuccess));
  const all = [...ours, ...others.flatMap(({ stdout }) => stdout.trim().split('\n').map(Number))];
  expect(all).toHaveLength(3 * count);
  expect(new Set(all).size).toBe(3 * count);
});

test.runIf(process.platform === 'linux')('一圈之内不重复，都在临时端口的范围之外；还留着 TIME-WAIT 的不借', async () => {
  const port = await unusedPort();
  const server = createServer((socket) => socket.on('end', () => socket.end())).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).resume();
  await once(client, 'connect');
  client.end();
  await once(client, 'close');
  server.close();
  const ports = await borrow(circle - 1);
  expect(ports).not.toContain(port);
  expect(new Set(ports).size).toBeGreaterThan(circle / 2);
  expect(ports.filter((each) => each < 20_000 || each >= 32_000)).toEqual([]);
});
