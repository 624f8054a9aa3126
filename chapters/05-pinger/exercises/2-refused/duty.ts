// 被值班的服务端：听到 beat 就答 ok；第 50 次答 stop。Ctrl-C 停下，它就不在了。
// 运行：npx tsx chapters/05-pinger/exercises/2-refused/duty.ts [端口]
import { createSocket } from 'node:dgram';

const lastBeat = 50;
const socket = createSocket('udp4');
let count = 0;
socket.on('error', (error) => console.error(`出错：${error.message}`));
socket.on('message', (_, { address, port }) => {
  count += 1;
  socket.send(count < lastBeat ? 'ok' : 'stop', port, address, (error) => {
    if (error) console.error(`答不出去：${error.message}`);
  });
});
socket.bind(Number(process.argv[2] ?? 12000), '127.0.0.1', () => {
  console.log(`在 127.0.0.1:${socket.address().port}`);
});
process.once('SIGINT', () => socket.close());
