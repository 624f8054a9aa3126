// 应得的诊断：loses-line
// 看出来的检查：delivered
// 想错的地方：一模一样的行只寄一次，以为「恰好一次」是这个意思。
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2]);
const socket = createSocket('udp4');
const input = createInterface({ input: process.stdin });

const jobs = new Map<string, Promise<void>>();

async function post(line: string): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.send(line, port, '127.0.0.1', (error) => {
      if (error) process.exitCode = 1;
      resolve();
    });
  });
}

for await (const line of input) {
  if (!jobs.has(line)) jobs.set(line, post(line));
}
await Promise.all(jobs.values());
socket.close();
