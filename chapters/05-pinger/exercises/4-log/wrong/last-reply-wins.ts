// 应得的诊断：last-reply
// 看出来的检查：duplicates
// 想错的地方：后来的应答盖住了先来的。
import { createInterface } from 'node:readline';

const timeoutMs = 1000;
const pings = new Map<number, { sentAtMs: number; rttMs?: number }>();
let duplicates = 0;

for await (const line of createInterface({ input: process.stdin })) {
  const [, time, event, digits] = /^(\d+) (send|recv) (\d+)$/.exec(line) ?? [];
  if (event === undefined) continue;
  const [atMs, number] = [Number(time), Number(digits)];
  const ping = pings.get(number);
  if (event === 'send') pings.set(number, { sentAtMs: atMs });
  else if (ping) {
    if (ping.rttMs !== undefined) duplicates += 1;
    ping.rttMs = atMs - ping.sentAtMs;
  }
}

const rttsMs = [...pings.values()].flatMap(({ rttMs }) => (rttMs === undefined ? [] : [rttMs]));
const inTimeMs = rttsMs.filter((ms) => ms <= timeoutMs);
const [sent, inTime, late] = [pings.size, inTimeMs.length, rttsMs.length - inTimeMs.length];
console.log(`寄出 ${sent} 及时 ${inTime} 迟到 ${late} 丢失 ${sent - inTime - late} 重复 ${duplicates}`);

if (inTime === 0) {
  console.log('往返 无');
} else {
  const average = inTimeMs.reduce((sum, ms) => sum + ms, 0) / inTime;
  console.log(`往返 ${Math.min(...inTimeMs)}/${average.toFixed(1)}/${Math.max(...inTimeMs)}`);
}
