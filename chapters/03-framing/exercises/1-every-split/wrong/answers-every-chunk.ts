// 应得的诊断：loses-rest
// 看出来的检查：together
// 想错的地方：一块就是一份电报，来一块答一行。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    const telegram = chunk.toString().replaceAll('+++', '');
    connection.write(`${telegram.split(' ').length}\n`);
  });
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
