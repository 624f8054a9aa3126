// 说话慢吞吞的服务端：应答分两次送出，中间隔一秒半，然后送出 FIN。
// 运行：npx tsx chapters/02-tcp/steps/2-pieces/server.ts
import { createServer } from 'node:net';

const serverPort = Number(process.argv[2] ?? 12000);
const pauseMs = 1500;

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(error.message));
  connection.once('data', () => {
    connection.write('HEL');
    setTimeout(() => connection.end('LO\n'), pauseMs);
  });
});

server.listen(serverPort, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  console.log(`正在监听 127.0.0.1:${port}，应答分两次送`);
});

process.once('SIGINT', () => process.exit(0));
