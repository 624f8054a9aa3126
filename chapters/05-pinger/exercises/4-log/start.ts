// 练习 05-pinger/4：从记录里算出来。
// 运行：npx tsx answers/05-pinger/4-log.ts < log.txt
// 检查：npm run learn check 05-pinger/4
//
// 现在的程序以为应答总是答最近寄出的那一个，来一个应答就是一个及时的。
import { createInterface } from 'node:readline';

let sent = 0;
let lastSentAtMs = 0;
const rttsMs: number[] = [];

for await (const line of createInterface({ input: process.stdin })) {
  const [time, event] = line.split(' ');
  if (event === 'send') {
    sent += 1;
    lastSentAtMs = Number(time);
  }
  // 还没有做：看看序号，答的是哪一个；及时，迟到，还是重复。
  if (event === 'recv') rttsMs.push(Number(time) - lastSentAtMs);
}

const average = rttsMs.reduce((sum, ms) => sum + ms, 0) / rttsMs.length;
console.log(`寄出 ${sent} 及时 ${rttsMs.length} 迟到 0 丢失 ${sent - rttsMs.length} 重复 0`);
console.log(`往返 ${Math.min(...rttsMs)}/${average.toFixed(1)}/${Math.max(...rttsMs)}`);
