// 不读就走的服务端：客户端的话一个字节也没有读，说一句「不要了」就 destroy()。
// 运行：npx tsx chapters/04-closing/steps/6-unread/server.ts [端口] [地址]
import { createServer, type AddressInfo } from 'node:net';

const [port = '12000', host = '127.0.0.1'] = process.argv.slice(2);
const waitMs = 500;

// pauseOnConnect：客户端的话都留在内核里
const server = createServer({ pauseOnConnect: true }, (connection) => {
  connection.on('error', (error) => console.error(`断了：${error.message}`));
  connection.once('close', () => console.log('走了'));
  setTimeout(() => {
    connection.write('不要了\n', () => connection.destroy());
  }, waitMs);
});
server.listen(Number(port), host, () => {
  const local = server.address() as AddressInfo;
  console.log(`正在监听 ${local.address}:${local.port}`);
});

process.once('SIGINT', () => process.exit(0));
