// 教科书写法的 TCP 服务端，一句对一句。它有几处毛病，这一章先弄坏它，再修好它。
// 运行：npx tsx chapters/02-tcp/steps/0-note/server.ts
import { createServer } from 'node:net';

const serverPort = Number(process.argv[2] ?? 12000);

// 监听套接字只管等人来；每来一个人，就有一个新的套接字
const serverSocket = createServer((connectionSocket) => {
  connectionSocket.once('data', (sentence) => {
    const capitalizedSentence = sentence.toString().toUpperCase();
    connectionSocket.write(capitalizedSentence);
    connectionSocket.end();
  });
});

serverSocket.listen(serverPort, '127.0.0.1', () => {
  const { port } = serverSocket.address() as { port: number };
  console.log(`服务端已就绪，127.0.0.1:${port}`);
});
