// 应得的诊断：counts-replacement
// 看出来的检查：not-utf8
// 想错的地方：以为解不开的字节会报错，接住错误就行；toString 却从不报错。
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

function describe(message: Buffer): string {
  try {
    const characters = [...message.toString('utf8')];
    return `${message.length} 字节 ${characters.length} 字符`;
  } catch {
    return `${message.length} 字节 不是 UTF-8`;
  }
}

socket.on('message', (message, client) => {
  socket.send(describe(message), client.port, client.address, (error) => {
    if (error) console.error(`应答寄不出去：${error.message}`);
  });
});

socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
