// 应得的诊断：bound-elsewhere
// 看出来的检查：interleaved
// 想错的地方：以为不写地址就是 127.0.0.1，其实是全部地址。
import { createSocket } from 'node:dgram';

const counts = new Map<string, number>();
const socket = createSocket('udp4');

socket.on('message', (_message, client) => {
  const key = `${client.address}:${client.port}`;
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  socket.send(String(count), client.port, client.address);
});

socket.bind(Number(process.argv[2]));
