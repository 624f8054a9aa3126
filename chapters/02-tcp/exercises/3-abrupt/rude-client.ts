// 没有礼貌的客户端：连上就断开（RST），一句话也不说；写上一句话，就说完再断开。
// 运行：npx tsx chapters/02-tcp/exercises/3-abrupt/rude-client.ts [端口] [一句话]
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const words = process.argv[3] ?? '';

const socket = connect(port, '127.0.0.1', () => {
  socket.write(words, () => {
    socket.resetAndDestroy();
    console.log('断开了');
  });
});
socket.on('error', (error) => console.error(`连不上：${error.message}`));
