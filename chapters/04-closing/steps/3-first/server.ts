// 先说完的服务端：有人连上来，说一句「打烊了」，马上送 FIN。
// 运行：npx tsx chapters/04-closing/steps/3-first/server.ts [端口] [地址]
import { createServer, type AddressInfo } from 'node:net';

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(`断了：${error.message}`));
  connection.once('close', () => console.log('两头都说完了'));
  connection.end('打烊了\n');
  // 对方的 FIN 排在它说过的话后面，要读过去才看得到。
  connection.resume();
});
const [port = '12000', host = '127.0.0.1'] = process.argv.slice(2);
server.listen(Number(port), host, () => {
  const local = server.address() as AddressInfo;
  console.log(`正在监听 ${local.address}:${local.port}`);
});

process.once('SIGINT', () => server.close(() => console.log('不再监听')));
