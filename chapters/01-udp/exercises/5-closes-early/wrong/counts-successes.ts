// 应得的诊断：stuck-on-error
// 看出来的检查：too-long
// 想错的地方：只数寄成功的，有一个寄不出去，就永远数不满。
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2] ?? 12000);
const host = '127.0.0.1';
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

const lines: string[] = [];
for await (const line of createInterface({ input: process.stdin })) lines.push(line);

let delivered = 0;

for (const line of lines) {
  socket.send(line, port, host, (error) => {
    if (error) {
      console.error(`有一个寄不出去：${error.message}`);
      process.exitCode = 1;
      return;
    }
    delivered += 1;
    if (delivered === lines.length) socket.close();
  });
}
