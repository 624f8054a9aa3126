// 应得的诊断：cut-off
// 看出来的检查：long
// 想错的地方：以为 write 返回就是送完了，接着把连接拆掉。
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

const server = createServer({ allowHalfOpen: true }, (connection) => {
  let tape = '';
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    tape += chunk.toString('utf8');
  });
  connection.on('end', () => {
    connection.write(tape.toUpperCase());
    connection.destroy();
  });
});

server.on('error', (error) => console.error(`监听不了：${error.message}`));
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
