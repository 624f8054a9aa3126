// 应得的诊断：loses-words
// 看出来的检查：interleaved
// 想错的地方：有人说完了，就把所有的带子都清掉，别人录到一半的也没有了。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const tapes = new Map<Socket, string>();

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    tapes.set(connection, (tapes.get(connection) ?? '') + chunk.toString('utf8'));
  });
  connection.on('end', () => {
    connection.end((tapes.get(connection) ?? '').toUpperCase());
    tapes.clear();
  });
}

// allowHalfOpen：客户端说完了（FIN），我们这一头还开着，好把录音送还给它。
const server = createServer({ allowHalfOpen: true }, serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
