// 应得的诊断：average-of-sent
// 看出来的检查：some-lost
// 想错的地方：平均除以了寄出的个数。
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const count = Number(process.argv[3] ?? 10);
const host = '127.0.0.1';
const gapMs = 100;
const replyTimeoutMs = 1000;
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

const waiting = new Map<number, { sentAtMs: number; timer: NodeJS.Timeout }>();
const rttsMs: number[] = [];
let settled = 0;

socket.on('message', (message) => {
  const now = performance.now();
  const number = Number(/^pong (\d+)$/.exec(message.toString('utf8'))?.[1]);
  const ping = waiting.get(number);
  if (ping === undefined) return;
  clearTimeout(ping.timer);
  rttsMs.push(now - ping.sentAtMs);
  settle(number);
});

function sendPing(number: number): void {
  const sentAtMs = performance.now();
  socket.send(`ping ${number}`, port, host, (error) => {
    if (error) console.error(`发不出去：${error.message}`);
  });
  const timer = setTimeout(settle, replyTimeoutMs, number);
  waiting.set(number, { sentAtMs, timer });
  if (number < count) setTimeout(sendPing, gapMs, number + 1);
}

/** 第 number 个有了结果；都有了，就统计、关门。 */
function settle(number: number): void {
  waiting.delete(number);
  settled += 1;
  if (settled < count) return;
  summarize();
  socket.close();
}

function summarize(): void {
  const received = rttsMs.length;
  const loss = Math.round(((count - received) / count) * 100);
  console.log(`${count} packets transmitted, ${received} received, ${loss}% packet loss`);
  if (received === 0) {
    process.exitCode = 1;
    return;
  }
  const average = rttsMs.reduce((sum, ms) => sum + ms, 0) / count;
  const numbers = [Math.min(...rttsMs), average, Math.max(...rttsMs)];
  console.log(`rtt min/avg/max = ${numbers.map((ms) => ms.toFixed(3)).join('/')} ms`);
}

sendPing(1);
