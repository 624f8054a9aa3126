// 应得的诊断：accepts-invalid
// 看出来的检查：not-utf8
// 想错的地方：自己写解码，只看首字节说后面有几个、后面的是不是后续字节。
import { createSocket } from 'node:dgram';

function lengthAt(first: number): number {
  if (first < 0x80) return 1;
  if (first >> 5 === 0b110) return 2;
  if (first >> 4 === 0b1110) return 3;
  return first >> 3 === 0b11110 ? 4 : 0;
}

function count(bytes: Buffer): number | undefined {
  let characters = 0;
  for (let at = 0; at < bytes.length; characters += 1) {
    const length = lengthAt(bytes[at]!);
    const rest = bytes.subarray(at + 1, at + length);
    const whole = length > 0 && rest.length === length - 1;
    if (!whole || !rest.every((byte) => byte >> 6 === 0b10)) return undefined;
    at += length;
  }
  return characters;
}

const socket = createSocket('udp4');

socket.on('message', (message, client) => {
  const characters = count(message);
  const said = characters === undefined ? '不是 UTF-8' : `${characters} 字符`;
  socket.send(`${message.length} 字节 ${said}`, client.port, client.address);
});

socket.bind(Number(process.argv[2]), '127.0.0.1');
