// 应得的诊断：stops-asking
// 看出来的检查：absent-then-here
// 想错的地方：听到没有人就不再寄，等服务端自己来说。
// 分得清的系统：Linux、macOS
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const beatGapMs = 100;
const socket = createSocket('udp4');
let number = 0;
let known: '在' | '不在' | undefined;

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
  if (error.code === 'ECONNREFUSED') {
    report('不在');
    clearInterval(timer);
  }
  else console.error(`出错：${error.message}`);
}

function report(now: '在' | '不在'): void {
  if (now === known) return;
  known = now;
  console.log(now);
}
