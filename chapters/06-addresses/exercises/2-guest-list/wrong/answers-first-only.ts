// 应得的诊断：loses-line
// 想错的地方：待写。这一份读了一行就不再读。
import { createInterface } from 'node:readline';

const keyboard = createInterface({ input: process.stdin });
keyboard.once('line', (line) => {
  console.log(`收到 ${line.toUpperCase()}`);
});
