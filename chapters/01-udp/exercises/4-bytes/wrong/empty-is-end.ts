// 应得的诊断：empty-is-end
// 看出来的检查：empty
// 想错的地方：从 TCP 和文件学来的习惯：读到 0 个字节，就是到了结尾。
import { isUtf8 } from 'node:buffer';
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

function describe(message: Buffer): string {
  if (!isUtf8(message)) return `${message.length} 字节 不是 UTF-8`;
  const characters = [...message.toString('utf8')];
  return `${message.length} 字节 ${characters.length} 字符`;
}

socket.on('message', (message, client) => {
  if (message.length === 0) return socket.close();
  socket.send(describe(message), client.port, client.address, (error) => {
    if (error) console.error(`应答寄不出去：${error.message}`);
  });
});

socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
