// 应得的诊断：closes-on-error
// 看出来的检查：too-long
// 想错的地方：有一个寄不出去，就关上套接字，不管别的还没有结果。
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
      socket.close();
      return;
    }
    delivered += 1;
    if (delivered === lines.length) socket.close();
  });
}
