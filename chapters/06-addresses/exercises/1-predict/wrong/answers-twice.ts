// 应得的诊断：says-too-much
// 想错的地方：待写。这一份同一行打印了两次。
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  console.log(`收到 ${line.toUpperCase()}`);
  console.log(`收到 ${line.toUpperCase()}`);
}
