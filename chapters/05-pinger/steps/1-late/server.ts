// 慢一拍的服务端：每个客户端的第一个应答扣在手里，等它的第二个到了才一起寄出。
// 运行：npx tsx chapters/05-pinger/steps/1-late/server.ts [端口]
import { createSocket } from 'node:dgram';

const socket = createSocket('udp4');
let held: Buffer | undefined;
let lastPort = 0;

socket.on('error', (error) => console.error(`出错：${error.message}`));
socket.bind(Number(process.argv[2] ?? 12000), '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}，第一个应答会迟到`);
});

socket.on('message', (message, { address, port }) => {
  const answer = Buffer.from(message.toString('utf8').toUpperCase());
  if (port !== lastPort) {
    lastPort = port;
    held = answer;
    return;
  }
  // 迟到的先走，准时的紧跟着：两个报文，一个接一个地进客户端的门
  for (const each of held ? [held, answer] : [answer]) {
    socket.send(each, port, address, (error) => {
      if (error) console.error(`发不出去：${error.message}`);
    });
  }
  held = undefined;
});

process.once('SIGINT', () => socket.close());
