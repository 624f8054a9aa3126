// 应得的诊断：loses-rest
// 看出来的检查：together
// 想错的地方：每来一块只答一份，多出来的留到下一块来的时候再答。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

function serve(connection: Socket): void {
  let rest = '';
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    rest += chunk.toString();
    const end = rest.indexOf('+++');
    if (end < 0) return;
    connection.write(`${rest.slice(0, end).split(' ').length}\n`);
    rest = rest.slice(end + 3);
  });
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
