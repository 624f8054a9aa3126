// 练习 02-tcp/1 的一份答案。
//
// 一个连接一份状态：tape 写在 serve 里面，每接受一个连接就有新的一盘，
// 这个连接的回调只认得这一盘。应答也写给这个连接自己，没有「现在是谁」这回事。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  let tape = '';
  connection.on('data', (chunk) => {
    tape += chunk.toString('utf8');
  });
  connection.on('end', () => {
    connection.end(tape.toUpperCase());
  });
}

// allowHalfOpen：客户端说完了（FIN），我们这一头还开着，好把录音送还给它。
const server = createServer({ allowHalfOpen: true }, serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
