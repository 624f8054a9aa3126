// 应得的诊断：resets
// 看出来的检查：interleaved
// 想错的地方：只记得最近的一个客户端，换了人就从头数。
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

let last = '';
let count = 0;

socket.on('message', (_message, client) => {
  const who = `${client.address}:${client.port}`;
  count = who === last ? count + 1 : 1;
  last = who;
  socket.send(String(count), client.port, client.address, (error) => {
    if (error) console.error(`应答寄不出去：${error.message}`);
  });
});

socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
