// 应得的诊断：wrong-partner
// 看出来的检查：fair
// 想错的地方：按写完的先后配对，不按来的先后。
import { createServer, type Socket } from 'node:net';

interface Written {
  connection: Socket;
  letter: Buffer;
}

const port = Number(process.argv[2] ?? 12000);
let waiting: Written | undefined;

const server = createServer({ allowHalfOpen: true }, (connection) => {
  connection.on('error', (error) => console.error(`有人断开了：${error.message}`));
  const chunks: Buffer[] = [];
  connection.on('data', (chunk) => chunks.push(chunk));
  connection.once('end', () => {
    const letter = Buffer.concat(chunks);
    const other = waiting;
    waiting = other ? undefined : { connection, letter };
    if (!other) return;
    connection.end(other.letter);
    other.connection.end(letter);
  });
});
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
