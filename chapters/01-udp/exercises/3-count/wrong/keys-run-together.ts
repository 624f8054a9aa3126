// 应得的诊断：keys-run-together
// 看出来的检查：lookalikes
// 想错的地方：地址和端口直接拼在一起，中间没有分隔。
// 分得清的系统：Linux、Windows（别处只有 127.0.0.1 一个回环地址）
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

const counts = new Map<string, number>();

socket.on('message', (_message, client) => {
  const who = client.address + client.port;
  const count = (counts.get(who) ?? 0) + 1;
  counts.set(who, count);
  socket.send(String(count), client.port, client.address, (error) => {
    if (error) console.error(`应答寄不出去：${error.message}`);
  });
});

socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
