// 应得的诊断：keyed-by-content
// 看出来的检查：interleaved
// 想错的地方：把整个 client 变成字符串当钥匙，里面还有报文的长度。
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

const counts = new Map<string, number>();

socket.on('message', (_message, client) => {
  const who = JSON.stringify(client);
  const count = (counts.get(who) ?? 0) + 1;
  counts.set(who, count);
  socket.send(String(count), client.port, client.address, (error) => {
    if (error) console.error(`应答寄不出去：${error.message}`);
  });
});

socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
