// 练习 01-udp/1：等不到就再发，发够了就放弃。
// 运行：npx tsx answers/01-udp/1-retry.ts 端口
// 检查：npm run learn check 01-udp/1
//
// 现在的程序会编号，会一个接一个地问，可是应答不来，它就一直等下去。

import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2] ?? 12000);
const host = '127.0.0.1';
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

// 发出一个请求，等到应答为止。
function ask(request: string): Promise<string> {
  return new Promise((resolve) => {
    socket.once('message', (answer) => resolve(answer.toString('utf8')));
    socket.send(request, port, host, (error) => {
      if (error) console.error(`发不出去：${error.message}`);
    });
    // 还没有做：等 300 毫秒，再发；发满 3 次，放弃。
    // 还没有做：看看应答是谁寄来的，答的是不是这一个请求。
  });
}

const lines: string[] = [];
for await (const line of createInterface({ input: process.stdin })) lines.push(line);

for (const [index, line] of lines.entries()) {
  const answer = await ask(`${index + 1} ${line}`);
  console.log(`收到 ${answer}`);
}
socket.close();
