// 练习 01-udp/4：几个字节，几个字符。
// 运行：npx tsx answers/01-udp/4-bytes.ts 端口
// 检查：npm run learn check 01-udp/4
//
// 现在的程序每个报文都答，可是字节数和字符数用的是同一个数。
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

// 一个报文的应答。
function describe(message: Buffer): string {
  const text = message.toString('utf8');
  // 还没有做：字节数和字符数各数各的。
  // 还没有做：不是 UTF-8 的报文，要说出来。
  return `${text.length} 字节 ${text.length} 字符`;
}

socket.on('message', (message, client) => {
  socket.send(describe(message), client.port, client.address, (error) => {
    if (error) console.error(`应答寄不出去：${error.message}`);
  });
});

socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
