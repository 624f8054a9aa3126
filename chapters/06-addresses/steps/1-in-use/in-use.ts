// 端口被占用，占着它的是谁：四种情形，各自再去监听一次，看系统答应不答应。
// 运行：npx tsx chapters/06-addresses/steps/1-in-use/in-use.ts
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const host = '127.0.0.1';

/** 在端口上监听一次，说出结果；监听成了马上关掉。 */
async function tryToListen(title: string, port: number): Promise<void> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    console.log(`${title}：监听成了`);
  } catch (error) {
    console.log(`${title}：${(error as NodeJS.ErrnoException).code}`);
  }
}

/** 一对连着的套接字；`first` 先说完，两边都关好了才返回。 */
async function finished(first: Socket, second: Socket): Promise<void> {
  const closed = [once(first, 'close'), once(second, 'close')];
  first.end();
  first.resume();
  second.resume();
  await Promise.all(closed);
}

const server = createServer({ allowHalfOpen: false }).listen(0, host);
await once(server, 'listening');
const { port } = server.address() as AddressInfo;

/** 连上来的两头：客户端的，服务端的。 */
async function pair(): Promise<[Socket, Socket]> {
  const client = connect(port, host);
  const [[accepted]] = await Promise.all([
    once(server, 'connection') as Promise<[Socket]>,
    once(client, 'connect'),
  ]);
  return [client, accepted];
}

await tryToListen('有人在监听', port);

const [client, accepted] = await pair();
const clientPort = client.localPort!;
await tryToListen('没有人监听，有一个客户端的连接用着它', clientPort);

await finished(client, accepted);
await tryToListen('客户端先说完，谁也没有了，只剩 TIME-WAIT', clientPort);

const [again, acceptedAgain] = await pair();
server.close();
await finished(acceptedAgain, again);
await tryToListen('服务端先说完，也停了，也剩下 TIME-WAIT', port);
