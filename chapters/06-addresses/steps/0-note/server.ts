// 起点：一个只会报自己名字的服务端，好让人知道敲开的是哪一扇门。
// 运行：npx tsx chapters/06-addresses/steps/0-note/server.ts
//       [端口] [地址] [名字] 写在后面
// 毛病：它说「正在监听端口 12000」，不说地址，你会以为这个端口是它一个人的。
import { createServer, type AddressInfo } from 'node:net';

const [port = '12000', host = '127.0.0.1', name = '服务端'] =
  process.argv.slice(2);

const server = createServer((connection) => {
  connection.on('error', () => {});
  connection.end(`我是${name}\n`);
  connection.resume();
});
server.on('error', (error) => console.error(error.message));
server.listen(Number(port), host, () => {
  const bound = server.address() as AddressInfo;
  console.log(`${name}：正在监听端口 ${bound.port}`);
});
process.once('SIGINT', () => server.close());
