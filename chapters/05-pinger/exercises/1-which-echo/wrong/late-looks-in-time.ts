// 应得的诊断：wrong-print
// 看出来的检查：late
// 想错的地方：迟到的也照及时的样子打印，分不出来。
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const count = Number(process.argv[3] ?? 10);
const host = '127.0.0.1';
const echoTimeoutMs = 1000;
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

const calls = new Map<number, '在等' | '没有等到' | '有了深度'>();
let timer: NodeJS.Timeout;

socket.on('message', (message) => {
  const [, digits, depth] = /^echo (\d+) (\d+)$/.exec(message.toString('utf8')) ?? [];
  const number = Number(digits);
  const state = calls.get(number);
  // 没有叫过的翻不到；已经有了深度的，再来也不理会。
  if (state === undefined || state === '有了深度') return;
  calls.set(number, '有了深度');
  if (state === '没有等到') {
    console.log(`${number} ${depth}`);
    return;
  }
  clearTimeout(timer);
  console.log(`${number} ${depth}`);
  call(number + 1);
});

/** 叫第 number 声；叫完了就关上套接字，程序随之结束。 */
function call(number: number): void {
  if (number > count) {
    socket.close();
    return;
  }
  calls.set(number, '在等');
  socket.send(`ping ${number}`, port, host, (error) => {
    if (error) console.error(`发不出去：${error.message}`);
  });
  timer = setTimeout(() => {
    calls.set(number, '没有等到');
    console.log(`${number} 没有回声`);
    process.exitCode = 1;
    call(number + 1);
  }, echoTimeoutMs);
}

call(1);
