// 应得的诊断：closes-after-one
// 看出来的检查：slow
// 想错的地方：以为先寄的先有结果，最后一个的回调来了就全部寄出了。
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2] ?? 12000);
const host = '127.0.0.1';
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

const lines: string[] = [];
for await (const line of createInterface({ input: process.stdin })) lines.push(line);

function note(error: Error | null): void {
  if (!error) return;
  console.error(`有一个寄不出去：${error.message}`);
  process.exitCode = 1;
}

for (const [index, line] of lines.entries()) {
  socket.send(line, port, host, (error) => {
    note(error);
    if (index === lines.length - 1) socket.close();
  });
}
