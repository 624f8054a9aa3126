// 练习 04-closing/1 的一份答案。
//
// 先写完的人送来了 FIN，他的信却要等另一个人写完才有：这中间连接是半关闭的。
// allowHalfOpen 让 Node 不要替我们送 FIN；end() 把信送完，再由我们来送。
// 有人断开（RST）就没有 'end'，他们那一对永远凑不齐两封，别的对照常。
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
    if (pair.done === 2) swap(pair);
  });
}

function swap({ connections, letters }: Pair): void {
  connections[0]!.end(Buffer.concat(letters[1]!));
  connections[1]!.end(Buffer.concat(letters[0]!));
}

const server = createServer({ allowHalfOpen: true }, serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
