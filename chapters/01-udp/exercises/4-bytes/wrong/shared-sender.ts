// 应得的诊断：wrong-client
// 看出来的检查：clients
// 想错的地方：把寄信人记在大家共用的变量里，过一会儿再答；这时它已经是后来的那一位。
import { isUtf8 } from 'node:buffer';
import { createSocket, type RemoteInfo } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

function describe(message: Buffer): string {
  if (!isUtf8(message)) return `${message.length} 字节 不是 UTF-8`;
  const characters = [...message.toString('utf8')];
  return `${message.length} 字节 ${characters.length} 字符`;
}

let client: RemoteInfo | undefined;

socket.on('message', (message, sender) => {
  client = sender;
  setTimeout(() => reply(describe(message)), 20);
});

function reply(answer: string): void {
  if (!client) return;
  socket.send(answer, client.port, client.address, (error) => {
    if (error) console.error(`应答寄不出去：${error.message}`);
  });
}

socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
