// 教科书的服务端，译成 TypeScript：三成的报文随手丢掉，其余变成大写寄回去。
// 运行：npx tsx chapters/05-pinger/steps/0-note/server.ts [端口]
import { createSocket } from 'node:dgram';

const socket = createSocket('udp4');

socket.bind(Number(process.argv[2] ?? 12000), '127.0.0.1', () => {
  console.log(`端口 ${socket.address().port}，等待 ping`);
});

socket.on('message', (message, client) => {
  if (Math.random() < 0.3) return;
  const answer = message.toString().toUpperCase();
  socket.send(answer, client.port, client.address);
});
