// 练习 05-pinger/1：答的是哪一声。
// 运行：npx tsx answers/05-pinger/1-which-echo.ts [端口] [次数]
// 检查：npm run learn check 05-pinger/1
//
// 现在的程序一次叫一声，等 1 秒。可是听见什么回声，都当作眼下这一声的。
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const count = Number(process.argv[3] ?? 10);
const host = '127.0.0.1';
const echoTimeoutMs = 1000;
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

// 叫第 n 声；等到了就是回声的全文，等满 1 秒就是 undefined。
function call(number: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), echoTimeoutMs);
    socket.once('message', (echo) => {
      clearTimeout(timer);
      resolve(echo.toString('utf8'));
    });
    socket.send(`ping ${number}`, port, host, (error) => {
      if (error) console.error(`发不出去：${error.message}`);
    });
  });
}

for (let number = 1; number <= count; number += 1) {
  const echo = await call(number);
  // 还没有做：看看回声里的号码，它答的是哪一声。
  if (echo === undefined) {
    console.log(`${number} 没有回声`);
    process.exitCode = 1;
  } else {
    console.log(`${number} ${echo.split(' ')[2]}`);
  }
}
socket.close();
