// 听完了先不说话的服务端：你按一下回车，它才说最后一句。
// 运行：npx tsx chapters/04-closing/steps/1-hold/server.ts [端口]
import { createServer, type AddressInfo } from 'node:net';

// 内核可能等一会儿才确认对方的 FIN，确认之前，对方还停在 FIN-WAIT-1。
const ackMs = 300;

const server = createServer({ allowHalfOpen: true }, (connection) => {
  connection.on('error', (error) => console.error(`断了：${error.message}`));
  connection.pipe(connection, { end: false });
  connection.once('end', () => {
    setTimeout(() => console.log('对方说完了。按回车，说最后一句：'), ackMs);
    process.stdin.once('data', () => {
      connection.end(`听完了，一共 ${connection.bytesRead} 字节。\n`);
    });
  });
  connection.once('close', () => console.log('两头都说完了'));
});
server.listen(Number(process.argv[2] ?? 12000), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`正在监听 127.0.0.1:${port}`);
});

process.once('SIGINT', () => process.exit(0));
