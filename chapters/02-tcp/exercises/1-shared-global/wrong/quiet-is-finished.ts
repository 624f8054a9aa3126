// 应得的诊断：speaks-early
// 看出来的检查：unhurried
// 想错的地方：以为安静了一会儿就是说完了。
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

const server = createServer({ allowHalfOpen: true }, (connection) => {
  let tape = '';
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    tape += chunk.toString('utf8');
  });
  connection.setTimeout(200, () => connection.end(tape.toUpperCase()));
  connection.on('end', () => {
    if (!connection.writableEnded) connection.end(tape.toUpperCase());
  });
});

server.on('error', (error) => console.error(`监听不了：${error.message}`));
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
