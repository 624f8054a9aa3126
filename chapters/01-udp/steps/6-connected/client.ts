// 笔记的客户端，只多一步 connect：没有人的端口，它听得到。
// 运行：npx tsx chapters/01-udp/steps/6-connected/client.ts [端口] [地址]
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const [port = '12000', host = '127.0.0.1'] = process.argv.slice(2);
const socket = createSocket('udp4');
const keyboard = createInterface({ input: process.stdin });

socket.on('error', (error) => {
  console.error(`系统说：${(error as NodeJS.ErrnoException).code}`);
  process.exitCode = 1;
  socket.close();
});
socket.on('message', (answer) => {
  console.log(answer.toString('utf8'));
  socket.close();
});

// connect 不寄出任何东西，只让内核记下对方；从此 send 不再写目的地址
socket.connect(Number(port), host, () => {
  console.log('请输入一行小写英文：');
  keyboard.once('line', (line) => {
    keyboard.close();
    process.stdin.destroy();
    socket.send(line);
  });
});
