// 应得的诊断：ignores-silent
// 看出来的检查：silent
// 想错的地方：一个字也没有说的人，没有话可以送还，就什么也不做。
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

const server = createServer({ allowHalfOpen: true }, (connection) => {
  let tape = '';
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    tape += chunk.toString('utf8');
  });
  connection.on('end', () => {
    if (tape !== '') connection.end(tape.toUpperCase());
  });
});

server.on('error', (error) => console.error(`监听不了：${error.message}`));
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
