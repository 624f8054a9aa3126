// 练习 01-udp/5：关得太早。
// 运行：npx tsx answers/01-udp/5-closes-early.ts 端口
// 检查：npm run learn check 01-udp/5
//
// 现在的程序每一行都 send 了，可是一个报文也到不了。
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2] ?? 12000);
const host = '127.0.0.1';
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

const lines: string[] = [];
for await (const line of createInterface({ input: process.stdin })) lines.push(line);

for (const line of lines) {
  // 还没有做：知道这一个有没有交给内核。
  socket.send(line, port, host);
}

// 还没有做：等全部有了结果，再关。
socket.close();
console.log(`寄出 ${lines.length} 个`);
