// 应得的诊断：stuck-on-nothing
// 看出来的检查：nothing
// 想错的地方：关套接字只写在回调里，一行也没有时没有人来关。
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2]);
const socket = createSocket('udp4');
const input = createInterface({ input: process.stdin });

const lines: string[] = [];
for await (const line of input) lines.push(line);
let results = 0;

socket.bind(() => {
  for (const line of lines) {
    socket.send(line, port, '127.0.0.1', (error) => {
      if (error) process.exitCode = 1;
      results += 1;
      if (results === lines.length) socket.close();
    });
  }
});
