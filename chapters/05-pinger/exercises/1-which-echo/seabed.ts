// 海底：第 1 声的回声扣到第 2 声之后才给，第 3 声的给两次，其余马上给。
// 运行：npx tsx chapters/05-pinger/exercises/1-which-echo/seabed.ts [端口]
import { createSocket } from 'node:dgram';

const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`出错：${error.message}`));
socket.on('message', (message, { address, port }) => {
  const number = Number(message.toString('utf8').split(' ')[1]);
  const mine = `echo ${number} ${100 + number}`;
  const echoes = number === 1 ? [] : number === 2 ? ['echo 1 101', mine] : number === 3 ? [mine, mine] : [mine];
  for (const echo of echoes) {
    socket.send(echo, port, address, (error) => {
      if (error) console.error(`发不出去：${error.message}`);
    });
  }
});
socket.bind(Number(process.argv[2] ?? 12000), '127.0.0.1', () => {
  console.log(`海底：已绑定 127.0.0.1:${socket.address().port}`);
});
