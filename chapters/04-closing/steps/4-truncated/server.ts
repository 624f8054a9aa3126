// 说到一半就断开的服务端：写 300000 字节，内核一接下就送 RST，不等对方读完。
// 运行：npx tsx chapters/04-closing/steps/4-truncated/server.ts [端口]
import { createServer, type AddressInfo } from 'node:net';

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(`断了：${error.message}`));
  connection.once('data', () => {
    connection.write('x'.repeat(300_000), () => {
      console.log('300000 字节都交给了内核，现在断开（RST）');
      connection.resetAndDestroy();
    });
  });
});
server.listen(Number(process.argv[2] ?? 12000), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`正在监听 127.0.0.1:${port}`);
});

process.once('SIGINT', () => process.exit(0));
