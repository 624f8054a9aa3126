// 练习 05-pinger/3：像 ping 那样统计。
// 运行：npx tsx answers/05-pinger/3-statistics.ts [端口] [个数]
// 检查：npm run learn check 05-pinger/3
//
// 现在的程序会寄、会收，打印每一个应答。可是它不量时间，不统计，等到下班才走。
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const count = Number(process.argv[3] ?? 10);
const host = '127.0.0.1';
const gapMs = 100;
const replyTimeoutMs = 1000;
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

socket.on('message', (message) => {
  const number = Number(/^pong (\d+)$/.exec(message.toString('utf8'))?.[1]);
  console.log(`收到第 ${number} 个的应答`);
  // 还没有做：算出它的往返时间。
});

function sendPing(number: number): void {
  // 还没有做：记下寄出的时刻。
  socket.send(`ping ${number}`, port, host, (error) => {
    if (error) console.error(`发不出去：${error.message}`);
  });
  if (number < count) setTimeout(sendPing, gapMs, number + 1);
  // 还没有做：每个 ping 各等 1 秒，都有了结果就统计。
  else setTimeout(() => socket.close(), replyTimeoutMs);
}

sendPing(1);
