// 应得的诊断：cut-letter
// 看出来的检查：pieces
// 想错的地方：三分之一秒没有动静，就当作写完了。
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

  let timer: NodeJS.Timeout | undefined;
  const done = (): void => {
    connection.removeAllListeners('end');
    pair.done += 1;
    if (pair.done === 2) swap(pair);
  };
  connection.on('data', (chunk) => {
    chunks.push(chunk);
    clearTimeout(timer);
    timer = setTimeout(done, 333);
  });
  connection.once('end', () => {
    clearTimeout(timer);
    done();
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
