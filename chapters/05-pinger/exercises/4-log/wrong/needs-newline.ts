// 应得的诊断：loses-line
// 看出来的检查：half-line
// 想错的地方：按换行切开，最后半行扔掉了。
import { stdin } from 'node:process';

const timeoutMs = 1000;
const pings = new Map<number, { sentAtMs: number; rttMs?: number }>();
let duplicates = 0;

let all = '';
for await (const chunk of stdin) all += String(chunk);
for (const line of all.split('\n').slice(0, -1)) {
  const [, time, event, digits] = /^(\d+) (send|recv) (\d+)$/.exec(line) ?? [];
  if (event === undefined) continue;
  const [atMs, number] = [Number(time), Number(digits)];
  const ping = pings.get(number);
  if (event === 'send') pings.set(number, { sentAtMs: atMs });
  else if (ping?.rttMs !== undefined) duplicates += 1;
  else if (ping) ping.rttMs = atMs - ping.sentAtMs;
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
