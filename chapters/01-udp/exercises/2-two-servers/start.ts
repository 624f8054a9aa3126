// 练习 01-udp/2：同时问两个服务端。
// 运行：npx tsx answers/01-udp/2-two-servers.ts [甲的端口] [乙的端口] [问题]
// 检查：npm run learn check 01-udp/2
//
// 现在的程序两个都问了，可是以为先来的应答一定是甲的；有一个不答，它就一直等。
import { createSocket } from 'node:dgram';

const [firstPort, secondPort] = process.argv.slice(2, 4).map(Number);
const question = process.argv[4] ?? 'hello';
const host = '127.0.0.1';
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

for (const port of [firstPort, secondPort]) {
  socket.send(question, port, host, (error) => {
    if (error) console.error(`问题寄不出去：${error.message}`);
  });
}

// 还没有做：看看应答是谁寄来的。
// 还没有做：等 1 秒，没有应答就说没有应答。
socket.once('message', (answer) => {
  console.log(`甲 ${answer.toString('utf8')}`);
  socket.once('message', (next) => {
    console.log(`乙 ${next.toString('utf8')}`);
    socket.close();
  });
});
