// 同一个往返，用两只钟各量一次：单调时钟，和墙上的钟。
// 运行：npx tsx chapters/05-pinger/steps/2-clock/clock.ts
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const socket = createSocket('udp4').bind(0, '127.0.0.1');
await once(socket, 'listening');
const { port } = socket.address();

for (let number = 1; number <= 5; number += 1) {
  const [wall, steady] = [Date.now(), performance.now()];
  // 寄给自己：报文出了门，在内核里转一圈，又从同一扇门进来
  socket.send(`ping ${number}`, port, '127.0.0.1', (error) => {
    if (error) socket.emit('error', error);
  });
  await once(socket, 'message');
  const [wallMs, steadyMs] = [Date.now() - wall, performance.now() - steady];
  const both = `单调时钟 ${steadyMs.toFixed(3)} 毫秒，墙上的钟 ${wallMs} 毫秒`;
  console.log(`第 ${number} 次：${both}`);
}
socket.close();
