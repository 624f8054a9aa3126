// 应得的诊断：wrong-request
// 看出来的检查：comes-and-goes
// 想错的地方：对方走了，再来的时候从 1 数起。
// 分得清的系统：Linux、macOS
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const beatGapMs = 100;
const socket = createSocket('udp4');
let number = 0;

socket.on('error', refused);
socket.on('message', (message) => {
  const answer = message.toString('utf8');
  if (answer === 'ok') report('在');
  if (answer === 'stop') {
    clearInterval(timer);
    socket.close();
  }
});

const timer = setInterval(beat, beatGapMs);
socket.connect(port, '127.0.0.1');

function beat(): void {
  number += 1;
  // 前一个报文的退信，有时由后一个报文的回调来说。
  socket.send(`beat ${number}`, (error) => {
    if (error) refused(error);
  });
}

function refused(error: NodeJS.ErrnoException): void {
  if (error.code === 'ECONNREFUSED') report('不在');
  else console.error(`出错：${error.message}`);
}

let said = '';
function report(now: '在' | '不在'): void {
  if (now === said) return;
  said = now;
  if (now === '不在') number = 0;
  console.log(now);
}
