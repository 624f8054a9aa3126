// 起点：同样的回声服务端，只是没有写 allowHalfOpen。
// 运行：npx tsx chapters/04-closing/steps/0-lost/server.ts [端口]
import { createServer, type AddressInfo } from 'node:net';

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(`断了：${error.message}`));
  connection.pipe(connection, { end: false });
  connection.once('end', () => {
    console.log('对方说完了，想一想再回答');
    setTimeout(() => {
      connection.end(`听完了，一共 ${connection.bytesRead} 字节。\n`);
      console.log('最后一句说了');
    }, 500);
  });
});
server.listen(Number(process.argv[2] ?? 12000), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`正在监听 127.0.0.1:${port}`);
});

process.once('SIGINT', () => process.exit(0));
