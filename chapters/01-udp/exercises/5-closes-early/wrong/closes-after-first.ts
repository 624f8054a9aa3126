// 应得的诊断：closes-after-one
// 看出来的检查：slow
// 想错的地方：第一个的回调来了就关，没有等别的。
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

for (const line of lines) {
  socket.send(line, port, host, (error) => {
    note(error);
    close();
  });
}

let closed = false;
function close(): void {
  if (!closed) socket.close();
  closed = true;
}
