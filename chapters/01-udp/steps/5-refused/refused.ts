// 往没有人的端口寄报文：connect 过的套接字听得到，没有 connect 过的听不到。
// 运行：npx tsx chapters/01-udp/steps/5-refused/refused.ts
import { createSocket } from 'node:dgram';

const closedPort = await findClosedPort();
const plain = createSocket('udp4');
const connected = createSocket('udp4');

plain.on('error', (error) => {
  console.log(`没有 connect 过的听到了：${error.message}`);
});
connected.on('error', (error) => {
  console.log(`connect 过的听到了：${(error as NodeJS.ErrnoException).code}`);
  connected.close();
  // 先寄的那一个要是听得到，这时早该听到了
  plain.close(() => console.log('没有 connect 过的，什么也没有听到'));
});

plain.send('hello', closedPort, '127.0.0.1', () => {
  connected.connect(closedPort, '127.0.0.1', () => connected.send('hello'));
});

// 让系统挑一个端口，马上还给它：这个端口上现在没有人
function findClosedPort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createSocket('udp4');
    probe.bind(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
