// 应得的诊断：one-at-a-time
// 看出来的检查：interleaved
// 想错的地方：一次只接待一个人，后来的排队等着。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const waiting: Socket[] = [];
let busy = false;

function next(): void {
  const connection = waiting.shift();
  busy = connection !== undefined;
  if (connection) serve(connection);
}

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  let tape = '';
  connection.on('data', (chunk) => {
    tape += chunk.toString('utf8');
  });
  connection.on('end', () => {
    connection.end(tape.toUpperCase());
    next();
  });
}

// allowHalfOpen：客户端说完了（FIN），我们这一头还开着，好把录音送还给它。
const server = createServer({ allowHalfOpen: true }, (connection) => {
  waiting.push(connection);
  if (!busy) next();
});
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
