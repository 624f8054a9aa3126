// 应得的诊断：forgets
// 看出来的检查：interleaved
// 想错的地方：拿 client 对象当钥匙；每次回调给的都是新的对象，永远找不到上一次的。
import { createSocket, type RemoteInfo } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

const counts = new Map<RemoteInfo, number>();

socket.on('message', (_message, client) => {
  const who = client;
  const count = (counts.get(who) ?? 0) + 1;
  counts.set(who, count);
  socket.send(String(count), client.port, client.address, (error) => {
    if (error) console.error(`应答寄不出去：${error.message}`);
  });
});

socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
