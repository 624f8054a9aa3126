// 弄坏的 pinger：来一个应答就数一个，不看它答的是哪一个 ping。
// 运行：npx tsx chapters/05-pinger/steps/4-counts/client.ts [端口]
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const pingCount = 10;
const gapMs = 50;
const lastWaitMs = 1000;
const socket = createSocket('udp4');
let received = 0;

socket.on('error', (error) => console.error(`出错：${error.message}`));
socket.on('message', () => {
  received += 1;
});
sendPing(1);

function sendPing(number: number): void {
  socket.send(`ping ${number}`, port, '127.0.0.1', (error) => {
    if (error) console.error(`发不出去：${error.message}`);
  });
  if (number < pingCount) setTimeout(sendPing, gapMs, number + 1);
  else setTimeout(finish, lastWaitMs);
}

function finish(): void {
  const loss = ((pingCount - received) / pingCount) * 100;
  console.log(`寄出 ${pingCount} 个，收到 ${received} 个，丢失 ${loss}%`);
  socket.close();
}
