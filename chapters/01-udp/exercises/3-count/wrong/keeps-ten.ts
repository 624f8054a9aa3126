// 应得的诊断：forgets-old
// 看出来的检查：crowd
// 想错的地方：怕记得太多，只留最近来过的十个客户端。
import { createSocket } from 'node:dgram';

const counts = new Map<string, number>();
const socket = createSocket('udp4');

socket.on('message', (_message, client) => {
  const key = `${client.address}:${client.port}`;
  const count = (counts.get(key) ?? 0) + 1;
  counts.delete(key);
  counts.set(key, count);
  if (counts.size > 10) counts.delete([...counts.keys()][0]!);
  socket.send(String(count), client.port, client.address);
});

socket.bind(Number(process.argv[2]), '127.0.0.1');
