// 寄出三次，收到几个报文，每个几字节。
// 运行：npx tsx chapters/01-udp/steps/4-bytes/bytes.ts
import { createSocket } from 'node:dgram';

const texts = ['hello', '中', ''];
const receiver = createSocket('udp4');
const sender = createSocket('udp4');
let received = 0;

receiver.on('message', (message) => {
  received += 1;
  const text = message.toString('utf8');
  const bytes = `${message.length} 字节 <${message.toString('hex')}>`;
  console.log(`第 ${received} 个：${bytes}，${text.length} 个字符「${text}」`);
  if (received === texts.length) receiver.close();
});

receiver.bind(0, '127.0.0.1', () => sendFrom(0));

function sendFrom(index: number): void {
  if (index === texts.length) return void sender.close();
  const { port } = receiver.address();
  sender.send(texts[index]!, port, '127.0.0.1', () => sendFrom(index + 1));
}
