// 练习 01-udp/3：各数各的。
// 运行：npx tsx answers/01-udp/3-count.ts 端口
// 检查：npm run learn check 01-udp/3
//
// 现在的程序会记数，可是所有客户端共用一个数。
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

// 还没有做：每个客户端各有各的数。
let count = 0;

socket.on('message', (_message, client) => {
  count += 1;
  socket.send(String(count), client.port, client.address, (error) => {
    if (error) console.error(`应答寄不出去：${error.message}`);
  });
});

socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
