// 练习 01-udp/4 的一份答案。
//
// 三个数各有各的出处：字节数问收到的 Buffer，字符数问解码得到的文字，是不是 UTF-8 问解码之前的字节。
// 解码之后就晚了：toString 把读不懂的字节换成 U+FFFD，和对方真的写了一个 U+FFFD 再也分不开。
import { isUtf8 } from 'node:buffer';
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

/** 一个报文的应答。空的报文不必单独写：它是 UTF-8，0 个字节，0 个字符。 */
function describe(message: Buffer): string {
  if (!isUtf8(message)) return `${message.length} 字节 不是 UTF-8`;
  // 展开一个字符串，一次得到一个码点；length 数的却是 UTF-16 的单元，「😀」有两个。
  const characters = [...message.toString('utf8')];
  return `${message.length} 字节 ${characters.length} 字符`;
}

socket.on('message', (message, client) => {
  socket.send(describe(message), client.port, client.address, (error) => {
    if (error) console.error(`应答寄不出去：${error.message}`);
  });
});

socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
