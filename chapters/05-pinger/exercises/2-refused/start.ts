// 练习 05-pinger/2：在，还是不在。
// 运行：npx tsx answers/05-pinger/2-refused.ts 端口
// 检查：npm run learn check 05-pinger/2
// 分得清的系统：Linux、macOS
//
// 现在的程序会一声一声地问，听得懂 ok 和 stop。可是服务端不在，它就崩溃。
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const beatGapMs = 100;
const socket = createSocket('udp4');
let number = 0;

socket.on('message', (message) => {
  const answer = message.toString('utf8');
  // 还没有做：只在变化的时候打印。
  if (answer === 'ok') console.log('在');
  if (answer === 'stop') {
    clearInterval(timer);
    socket.close();
  }
});

// 还没有做：听到 ECONNREFUSED，就是不在。
const timer = setInterval(beat, beatGapMs);
socket.connect(port, '127.0.0.1');

function beat(): void {
  number += 1;
  socket.send(`beat ${number}`, (error) => {
    if (error) console.error(`发不出去：${error.message}`);
  });
}
