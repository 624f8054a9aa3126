// 相信 'end' 的客户端：连上以后先忙一秒，再读到 'end'，就当作收全了。
// 运行：npx tsx chapters/04-closing/steps/4-truncated/client.ts [端口]
import { connect } from 'node:net';

const busyMs = 1000;
let heardBytes = 0;

const socket = connect(Number(process.argv[2] ?? 12000), '127.0.0.1', () => {
  console.log(`Node ${process.version}，先忙一秒，还不读`);
  setTimeout(() => socket.on('data', (chunk) => {
    heardBytes += chunk.length;
  }), busyMs);
});
socket.on('error', (error: NodeJS.ErrnoException) => {
  console.log(`'error'：${error.code}，此前读到 ${heardBytes} 字节`);
});
socket.on('end', () => console.log(`'end'：收到 ${heardBytes} 字节`));
socket.on('close', (hadError) => console.log(`'close'：hadError ${hadError}`));
