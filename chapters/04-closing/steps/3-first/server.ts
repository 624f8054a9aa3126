// 先说完的服务端：有人连上来，说一句「打烊了」，马上送 FIN。
// 运行：npx tsx chapters/04-closing/steps/3-first/server.ts [端口]
import { createServer, type AddressInfo } from 'node:net';

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(`断了：${error.message}`));
  connection.once('close', () => console.log('两头都说完了'));
  connection.end('打烊了\n');
  // 对方的 FIN 排在它说过的话后面，要读过去才看得到。
  connection.resume();
});
server.listen(Number(process.argv[2] ?? 12000), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`正在监听 127.0.0.1:${port}`);
});

process.once('SIGINT', () => server.close(() => console.log('不再监听')));
