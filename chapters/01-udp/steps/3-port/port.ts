// 端口是什么时候有的：创建之后、绑定之后、第一次发送之后，各看一眼。
// 运行：npx tsx chapters/01-udp/steps/3-port/port.ts
import { createSocket, type Socket } from 'node:dgram';

const receiver = createSocket('udp4');
const sender = createSocket('udp4');

function portOf(socket: Socket): string {
  try {
    return String(socket.address().port);
  } catch (error) {
    return `还没有（${(error as NodeJS.ErrnoException).code}）`;
  }
}

console.log(`创建之后，端口：${portOf(receiver)}`);
receiver.bind(0, '127.0.0.1', () => {
  console.log(`绑定之后，端口：${portOf(receiver)}`);
  console.log(`另一个套接字，发送之前，端口：${portOf(sender)}`);
  sender.send('hello', receiver.address().port, '127.0.0.1', () => {
    console.log(`第一次发送之后，端口：${portOf(sender)}`);
    sender.close();
  });
});

receiver.on('message', (message, from) => {
  console.log(`收到「${message.toString()}」，寄信人的端口：${from.port}`);
  receiver.close();
});
