// 应得的诊断：too-early
// 看出来的检查：fair
// 想错的地方：一个人写完就送出他的信，不等另一个人写完。
import { createServer, type Socket } from 'node:net';

/** 一对笔友：连接、信、写完了几个。 */
interface Pair {
  connections: Socket[];
  letters: Buffer[][];
  done: number;
}

const port = Number(process.argv[2] ?? 12000);
let open: Pair = { connections: [], letters: [], done: 0 };

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有人断开了：${error.message}`));
  const pair = open;
  const seat = pair.connections.push(connection) - 1;
  const chunks: Buffer[] = [];
  pair.letters.push(chunks);
  if (seat === 1) open = { connections: [], letters: [], done: 0 };

  connection.on('data', (chunk) => chunks.push(chunk));
  connection.once('end', () => {
    pair.done += 1;
    pair.connections[1 - seat]?.write(Buffer.concat(chunks));
    if (pair.done === 2) for (const each of pair.connections) each.end();
  });
}

const server = createServer({ allowHalfOpen: true }, serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
