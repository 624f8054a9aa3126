// 应得的诊断：crashed
// 看出来的检查：too-long
// 想错的地方：Promise.all 遇到一个 reject 就不再等别的，也没有人接住它。
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2] ?? 12000);
const host = '127.0.0.1';
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

const lines: string[] = [];
for await (const line of createInterface({ input: process.stdin })) lines.push(line);

const results = lines.map((line) => new Promise<void>((resolve, reject) => {
  socket.send(line, port, host, (error) => (error ? reject(error) : resolve()));
}));
await Promise.all(results);
socket.close();
