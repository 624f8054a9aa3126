// 应得的诊断：accepts-invalid
// 看出来的检查：not-utf8
// 想错的地方：数不是后续字节的字节，从不问整个报文是不是 UTF-8。
import { createSocket } from 'node:dgram';

function count(bytes: Buffer): number | undefined {
  return bytes.filter((byte) => byte >> 6 !== 0b10).length;
}

const socket = createSocket('udp4');

socket.on('message', (message, client) => {
  const characters = count(message);
  const said = characters === undefined ? '不是 UTF-8' : `${characters} 字符`;
  socket.send(`${message.length} 字节 ${said}`, client.port, client.address);
});

socket.bind(Number(process.argv[2]), '127.0.0.1');
