// 应得的诊断：wrong-exit-code
// 看出来的检查：too-long
// 想错的地方：回调里不看 error，寄不出去也当作寄出了。
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2] ?? 12000);
const host = '127.0.0.1';
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

const lines: string[] = [];
for await (const line of createInterface({ input: process.stdin })) lines.push(line);

let results = 0;

for (const line of lines) {
  socket.send(line, port, host, () => {
    results += 1;
    if (results === lines.length) socket.close();
  });
}
