// 应得的诊断：counts-the-refused
// 看出来的检查：polite
// 想错的地方：用 getConnections 来数，被请回去还没有走的人也在里面。
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  server.getConnections((_error, count) => {
    if (count > 3) {
      connection.end('人满了\n');
      connection.resume();
      return;
    }
    console.log(`在座 ${count}`);
    connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
    connection.on('close', () => server.getConnections((_again, left) => console.log(`在座 ${left}`)));
  });
});

server.on('error', (error) => console.error(`监听不了：${error.message}`));
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));
