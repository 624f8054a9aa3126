// 相信 'end' 的客户端：请对方说，先埋头忙一秒，再读到 'end'，就当作收全了。
// 运行：npx tsx chapters/04-closing/steps/4-truncated/client.ts [端口]
import { connect } from 'node:net';

const busyMs = 1000;
let heardBytes = 0;

const socket = connect(Number(process.argv[2] ?? 12000), '127.0.0.1', () => {
  console.log(`Node ${process.version}：请对方说，先忙一秒`);
  // 停住这个线程：停住以后一个字节也不读，对方的话都在内核里等着。
  socket.write('请说\n', () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, busyMs);
  });
});
socket.on('data', (chunk) => {
  heardBytes += chunk.length;
});
socket.on('error', (error: NodeJS.ErrnoException) => {
  console.log(`'error'：${error.code}，此前读到 ${heardBytes} 字节`);
});
socket.on('end', () => console.log(`'end'：收到 ${heardBytes} 字节`));
socket.on('close', (hadError) => console.log(`'close'：hadError ${hadError}`));
