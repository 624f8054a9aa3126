// 忙得顾不上收的服务端：收到第一个报文就埋头忙两秒，看这两秒里寄来的还剩几个。
// 运行：npx tsx chapters/01-udp/steps/2-overflow/server.ts
import { createSocket } from 'node:dgram';

const serverPort = Number(process.argv[2] ?? 12000);
const busyMs = 2000;
const server = createSocket('udp4');
let received = 0;

server.on('message', () => {
  received += 1;
  if (received > 1) return;
  // 这个线程停住两秒，一个回调也不能执行；报文照样到，内核把它们放进缓冲区
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, busyMs);
  setTimeout(() => {
    console.log(`忙完了。一共收到 ${received} 个报文`);
    server.close();
  }, busyMs / 2);
});

server.on('error', (error) => {
  console.error(`绑定不了（${error.message}）：先停掉占着端口的程序。`);
  process.exitCode = 1;
});

server.bind(serverPort, '127.0.0.1', () => {
  const place = `127.0.0.1:${server.address().port}`;
  console.log(`已绑定 ${place}，收到第一个报文就忙两秒`);
});

process.once('SIGINT', () => process.exit(0));
