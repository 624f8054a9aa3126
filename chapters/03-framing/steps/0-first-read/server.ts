// 02 的服务端，去掉了外壳：读到一块就当作一句，应答，然后结束。
// 运行：npx tsx chapters/03-framing/steps/0-first-read/server.ts
import { createServer } from 'node:net';

const serverPort = Number(process.argv[2] ?? 12000);

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(error.message));
  connection.once('data', (chunk) => {
    console.log(`读到一块：${JSON.stringify(chunk.toString())}`);
    connection.end(chunk.toString().toUpperCase());
    connection.resume();
  });
});

server.listen(serverPort, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  console.log(`正在监听 127.0.0.1:${port}，读一块答一块`);
});

process.once('SIGINT', () => process.exit(0));
