// 应得的诊断：joins-datagrams
// 看出来的检查：not-utf8
// 想错的地方：怕字符被切开，用了流式的解码器；报文之间没有「接着」，半个字符留给了下一个报文。
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

const decoder = new TextDecoder('utf-8', { fatal: true });

function describe(message: Buffer): string {
  try {
    const text = decoder.decode(message, { stream: true });
    return `${message.length} 字节 ${[...text].length} 字符`;
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
