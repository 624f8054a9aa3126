// 应得的诊断：loose
// 看出来的检查：loose
// 想错的地方：交给 Number 去认：十六进制的、科学计数法的，它都认作数。
import { createInterface } from 'node:readline';

const timeoutMs = 1000;
const pings = new Map<number, { sentAtMs: number; rttMs?: number }>();
let duplicates = 0;

function isInteger(text: string): boolean {
  return text !== '' && Number.isInteger(Number(text));
}

for await (const line of createInterface({ input: process.stdin })) {
  const [time = '', event, digits = '', ...more] = line.split(' ');
  if (more.length > 0 || !isInteger(time) || !isInteger(digits)) continue;
  if (event !== 'send' && event !== 'recv') continue;
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
