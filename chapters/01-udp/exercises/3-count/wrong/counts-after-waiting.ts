// 应得的诊断：counts-late
// 看出来的检查：burst
// 想错的地方：以为回调里的 await 会让下一个报文也等着；等待的时候，下一个回调照样执行。
import { createSocket } from 'node:dgram';
import { setTimeout } from 'node:timers/promises';

const port = Number(process.argv[2] ?? 12000);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

const counts = new Map<string, number>();

socket.on('message', async (_message, client) => {
  const who = `${client.address}:${client.port}`;
  const count = (counts.get(who) ?? 0) + 1;
  await setTimeout(5); // 代替一次写文件，或者问一次数据库
  counts.set(who, count);
  socket.send(String(count), client.port, client.address, (error) => {
    if (error) console.error(`应答寄不出去：${error.message}`);
  });
});

socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
