// 四种走法：服务端说一句就走。客户端看到什么，再说一句话又会怎样。
// 运行：npx tsx chapters/04-closing/steps/2-leave/leave.ts
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

type Way = (connection: Socket) => void;
const again = '还在吗';
const pollMs = 10;

async function tryWay(name: string, leave: Way, reads: boolean): Promise<void> {
  // pauseOnConnect：Node 一个字节也不读，客户端的话都留在内核里。
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: !reads });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const [connection] = (await once(server, 'connection')) as [Socket];
  connection.on('error', () => {});
  const heard: Buffer[] = [];
  if (reads) connection.on('data', (chunk) => heard.push(chunk));

  // 等客户端读走了应答再走：四次的不同，就只在走法上。
  client.write('先说的');
  if (reads) await once(connection, 'data');
  connection.write('应答');
  await once(client, 'data');
  const seen = whatItSees(client);
  leave(connection);
  console.log(`${name}：客户端看到 ${await seen}`);
  if (!client.destroyed) {
    const isHeard = (): boolean => Buffer.concat(heard).includes(again);
    console.log(`  再说一句：${await speak(client, isHeard)}`);
  }
  client.destroy();
  connection.destroy();
  server.close();
}

/** 客户端先看到的是哪一个：'end' 还是错误码。 */
async function whatItSees(client: Socket): Promise<string> {
  return new Promise((resolve) => {
    client.once('end', () => resolve("'end'"));
    client.on('error', (error) => resolve(codeOf(error)));
  });
}

/** 一直说到对方听见，或者出错：RST 要走一个来回，第一句常常还没有事。 */
async function speak(client: Socket, isHeard: () => boolean): Promise<string> {
  const failures: string[] = [];
  client.on('error', (error) => failures.push(codeOf(error)));
  while (failures.length === 0 && !isHeard()) {
    client.write(again);
    await sleep(pollMs);
  }
  return failures[0] ?? '对方听到了';
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.message;
}

const destroy: Way = (connection) => connection.destroy();
await tryWay('end()', (connection) => connection.end(), true);
await tryWay('destroy()', destroy, true);
await tryWay('有没读的，destroy()', destroy, false);
const reset: Way = (connection) => connection.resetAndDestroy();
await tryWay('resetAndDestroy()', reset, true);
