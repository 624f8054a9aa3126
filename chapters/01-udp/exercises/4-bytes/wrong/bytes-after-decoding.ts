// 应得的诊断：bytes-after-decoding
// 看出来的检查：not-utf8
// 想错的地方：先变成字符串，要字节数时再问 byteLength；读不懂的字节已经换成了三个字节的 U+FFFD。
import { isUtf8 } from 'node:buffer';
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

function describe(message: Buffer): string {
  const text = message.toString('utf8');
  const bytes = Buffer.byteLength(text);
  if (!isUtf8(message)) return `${bytes} 字节 不是 UTF-8`;
  return `${bytes} 字节 ${[...text].length} 字符`;
}

socket.on('message', (message, client) => {
  socket.send(describe(message), client.port, client.address, (error) => {
    if (error) console.error(`应答寄不出去：${error.message}`);
  });
});

socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
