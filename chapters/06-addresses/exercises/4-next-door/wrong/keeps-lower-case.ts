// 应得的诊断：wrong-text
// 想错的地方：待写。这一份原样打印，没有变成大写。
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  console.log(`收到 ${line}`);
}
