// 应答的一方：不答第 2 个，第 3 个答两次，第 4 个慢 0.3 秒，其余马上答。
// 运行：npx tsx chapters/05-pinger/exercises/3-statistics/pong.ts [端口]
import { createSocket } from 'node:dgram';

const slowMs = 300;
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`出错：${error.message}`));
socket.on('message', (message, { address, port }) => {
  const number = Number(message.toString('utf8').split(' ')[1]);
  const answer = (): void => {
    socket.send(`pong ${number}`, port, address, (error) => {
      if (error) console.error(`答不出去：${error.message}`);
    });
  };
  if (number === 2) return;
  if (number === 3) answer();
  setTimeout(answer, number === 4 ? slowMs : 0);
});
socket.bind(Number(process.argv[2] ?? 12000), '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
