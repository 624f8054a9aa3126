// 应得的诊断：wrong-exit-code
// 想错的地方：待写。这一份把读到结尾当成出错。
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  console.log(`收到 ${line.toUpperCase()}`);
}
process.exitCode = 1;
